package dev.errand.store.read;

import dev.errand.database.Database;
import dev.errand.database.Rows;
import dev.errand.job.Attempt;
import dev.errand.job.Job;
import dev.errand.job.JobResult;
import dev.errand.job.JobState;
import dev.errand.tenant.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;

/**
 * Clients' queries of their jobs. Never loads a request's body, and loads a result's body only for
 * a single job.
 */
@ApplicationScoped
public class JobQueries {

  /** Maximum number of attempts that are read for one job. */
  public static final int ATTEMPTS = 100;

  /** The limit up to which a job's position is counted. */
  public static final int POSITIONS = 1000;

  /** One statement has one snapshot: a final state comes with its result. */
  static final String DETAILS =
      """
      select %s, s.job_id is not null as has_result, s.body, s.error_type, s.error_message,
        s.http_status, s.error_body, s.error_headers
      from job j join job_request r on r.job_id = j.id left join job_result s on s.job_id = j.id
      where j.id = ? and j.tenant = ?
      """
          .formatted(JobRows.SUMMARY);

  static final String ATTEMPTS_OF =
      """
      select number, life, worker, started_at, ended_at, outcome, http_status, error_type,
        error_message, provider_request_id, input_tokens, output_tokens, total_tokens, cost
      from attempt
      where job_id = (select id from job where id = ? and tenant = ?) and number <= ?
      order by number desc
      limit ?
      """;

  /**
   * Counts the jobs of all tenants, because they share the lane; only their number is shown.
   *
   * <p>Two ranges of the claim's index: with a single condition, it would be read to the lane's
   * end. The ranges are ordered, so that no other index is suitable.
   */
  static final String AHEAD =
      """
      select count(*) from (
        (select from job where lane = ? and state = 'queued' and priority > ?
          order by priority desc, rank limit ?)
        union all
        (select from job where lane = ? and state = 'queued' and priority = ? and rank < ?
          order by priority desc, rank limit ?)
        limit ?) as ahead
      """;

  static final String OWN = "select id from job where id = any (?) and tenant = ?";

  private static final String NOT_ENDED =
      "select id from job where id = any (?) and ended_at is null";

  private final Database database;

  @Inject
  public JobQueries(Database database) {
    this.database = database;
  }

  /**
   * All data of one job, in at most three queries; empty if the id is unknown, or the job was
   * deleted meanwhile.
   */
  public Optional<JobDetails> details(Caller caller, UUID id) {
    return database.read(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(DETAILS)) {
            statement.setObject(1, id);
            statement.setString(2, caller.tenant());
            ResultSet rows = statement.executeQuery();
            return rows.next() ? details(connection, caller, rows) : Optional.empty();
          }
        });
  }

  /** A page of a list of jobs, newest first. */
  public JobsFound list(Caller caller, JobFilter filter, Paging paging) {
    return database.read(connection -> JobList.read(connection, caller, filter, paging));
  }

  /**
   * The ids whose jobs have ended or no longer exist, in one statement. For waiting clients, whose
   * access to the jobs was checked before.
   */
  public Set<UUID> ended(Collection<UUID> ids) {
    Set<UUID> ended = new HashSet<>(ids);
    return database.read(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(NOT_ENDED)) {
            statement.setArray(1, connection.createArrayOf("uuid", ended.toArray()));
            Rows.all(statement, row -> row.getObject(1, UUID.class)).forEach(ended::remove);
            return ended;
          }
        });
  }

  /** Those of the ids that are the caller's jobs. */
  public Set<UUID> own(Caller caller, Collection<UUID> ids) {
    return database.read(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(OWN)) {
            statement.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
            statement.setString(2, caller.tenant());
            return new HashSet<>(Rows.all(statement, row -> row.getObject(1, UUID.class)));
          }
        });
  }

  private static Optional<JobDetails> details(Connection connection, Caller caller, ResultSet row)
      throws SQLException {
    JobSummary summary = JobRows.summary(row);
    Optional<JobResult> result =
        row.getBoolean("has_result") ? Optional.of(JobRows.result(row)) : Optional.empty();
    Job job = summary.job();
    int last = job.state() == JobState.RUNNING ? job.attempt() - 1 : job.attempt();
    List<Attempt> attempts = last == 0 ? List.of() : attempts(connection, caller, job.id(), last);
    if (last > 0 && attempts.isEmpty()) {
      // Each finished attempt has a row, which is deleted only with its job: the job was deleted
      // since the first query.
      return Optional.empty();
    }
    return Optional.of(new JobDetails(summary, attempts, result, position(connection, job)));
  }

  /** The attempts as of the moment the job was read; later ones are left out. */
  static List<Attempt> attempts(Connection connection, Caller caller, UUID job, int last)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ATTEMPTS_OF)) {
      statement.setObject(1, job);
      statement.setString(2, caller.tenant());
      statement.setInt(3, last);
      statement.setInt(4, ATTEMPTS);
      return Rows.all(statement, JobRows::attempt).reversed();
    }
  }

  private static OptionalInt position(Connection connection, Job job) throws SQLException {
    if (job.state() != JobState.QUEUED) {
      return OptionalInt.empty();
    }
    try (PreparedStatement statement = connection.prepareStatement(AHEAD)) {
      int most = POSITIONS - 1;
      statement.setString(1, job.lane());
      statement.setInt(2, job.priority());
      statement.setInt(3, most);
      statement.setString(4, job.lane());
      statement.setInt(5, job.priority());
      statement.setLong(6, job.rank());
      statement.setInt(7, most);
      statement.setInt(8, most);
      return OptionalInt.of(Rows.first(statement, row -> row.getInt(1)).orElseThrow() + 1);
    }
  }
}
