package dev.errand.store.read;

import dev.errand.database.Coalescer;
import dev.errand.database.Coalescer.Limits;
import dev.errand.database.Columns;
import dev.errand.database.Database;
import dev.errand.database.Rows;
import dev.errand.job.JobState;
import dev.errand.tenant.Caller;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The versions of jobs: the most frequent query, so concurrent queries share one statement. */
@ApplicationScoped
public class VersionQueries {

  private static final int BATCH = 1000;
  private static final int WAITING = 20_000;
  private static final int QUESTION_BYTES = 64;

  static final String VERSIONS =
      """
      select id, tenant, state, attempt, life, run_at
      from unnest(?::uuid[], ?::text[]) as asked (id, tenant) join job using (id, tenant)
      """;

  private final Database database;
  private final Coalescer<Question, Optional<JobVersion>> questions;

  @Inject
  public VersionQueries(Database database) {
    this.database = database;
    this.questions =
        new Coalescer<>(
            "versions",
            new Limits(BATCH, Long.MAX_VALUE, WAITING, Long.MAX_VALUE),
            question -> QUESTION_BYTES,
            this::answers);
  }

  private record Question(String tenant, UUID id) {}

  /**
   * The version of one of the caller's jobs; empty for an unknown id.
   *
   * @throws dev.errand.database.OverloadedException if too many queries are waiting
   * @throws dev.errand.database.DatabaseException if Postgres does not respond
   */
  public Optional<JobVersion> version(Caller caller, UUID id) {
    return questions.write(new Question(caller.tenant(), id), database.callersPatience());
  }

  @PreDestroy
  void close() {
    questions.close();
  }

  private List<Optional<JobVersion>> answers(List<Question> asked) {
    Map<Question, JobVersion> found = found(asked.stream().distinct().toList());
    return asked.stream().map(question -> Optional.ofNullable(found.get(question))).toList();
  }

  private Map<Question, JobVersion> found(List<Question> asked) {
    return database.read(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(VERSIONS)) {
            new Columns<>(statement, asked).add("uuid", Question::id).add("text", Question::tenant);
            Map<Question, JobVersion> found = HashMap.newHashMap(asked.size());
            ResultSet rows = statement.executeQuery();
            while (rows.next()) {
              UUID id = rows.getObject("id", UUID.class);
              found.put(new Question(rows.getString("tenant"), id), version(rows));
            }
            return found;
          }
        });
  }

  private static JobVersion version(ResultSet row) throws SQLException {
    return new JobVersion(
        JobState.of(row.getString("state")).orElseThrow(),
        row.getInt("attempt"),
        row.getInt("life"),
        Rows.instant(row, "run_at"));
  }
}
