package dev.errand.store.failures;

import dev.errand.database.Database;
import dev.errand.database.Rows;
import dev.errand.store.failures.Failures.Group;
import dev.errand.store.failures.Failures.Since;
import dev.errand.tenant.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Groups failed jobs by what went wrong. Looks at a bounded number of them, the last ones. */
@ApplicationScoped
public class FailureQueries {

  /** Maximum number of failed jobs that are looked for and counted. Their index has all of it. */
  public static final int MOST = 50_000;

  /** Maximum number of failed jobs that are grouped. The reason of each is in a row of its own. */
  public static final int GROUPED = 10_000;

  /** Maximum number of groups. */
  public static final int GROUPS = 100;

  /**
   * Results are looked up one by one. A message is written into many results: its words are
   * replaced once. Conditions are outside of the limit, so that it bounds what is read.
   */
  private static final String FIND =
      """
      with failed as materialized (
        select id, lane, model, ended_at from job
        where tenant = ? and state = 'failed' and ended_at is not null
          and ended_at >= ? and ended_at < ?
        order by ended_at desc limit <most>
      ), matching as materialized (
        select f.id, f.lane, m.model, f.ended_at
        from failed f
        cross join lateral (
          select coalesce(nullif(f.model, ''),
            (select model from job_request where job_id = f.id)) as model) m
        where <conditions>
      ), told as materialized (
        select m.*, s.error_type, s.http_status,
          coalesce(left(s.error_message, 200), '') as message
        from (select * from matching order by ended_at desc limit <grouped>) m
        cross join lateral (
          select error_type, http_status, error_message from job_result
          where job_id = m.id offset 0) s
      ), texts as materialized (
        select message, regexp_replace(message, '[^\\s"'']*[0-9][^\\s"'']*', '#', 'g') as text
        from (select distinct message from told) messages
      ), groups as (
        select t.lane, t.model, t.error_type, t.http_status, x.text, count(*) as jobs,
          min(t.ended_at) as first, max(t.ended_at) as last,
          (array_agg(t.id order by t.ended_at desc, t.id desc))[1:3] as newest
        from told t join texts x using (message)
        group by t.lane, t.model, t.error_type, t.http_status, x.text
        order by count(*) desc, max(t.ended_at) desc
        limit <groups>
      )
      select all_of_them.*, groups.*
      from (
        select (select count(*) from failed) as examined, (select count(*) from matching) as found
      ) all_of_them left join groups on true
      order by jobs desc, last desc
      """
          .replace("<most>", String.valueOf(MOST))
          .replace("<grouped>", String.valueOf(GROUPED))
          .replace("<groups>", String.valueOf(GROUPS));

  private final Database database;

  @Inject
  public FailureQueries(Database database) {
    this.database = database;
  }

  /** The groups of the jobs that match. */
  public Failures find(Caller caller, FailureFilter filter) {
    return database.read(
        connection -> {
          List<Object> parameters = new ArrayList<>();
          parameters.add(caller.tenant());
          parameters.add(filter.from().atOffset(ZoneOffset.UTC));
          parameters.add(
              filter.to().map(time -> time.atOffset(ZoneOffset.UTC)).orElse(OffsetDateTime.MAX));
          filter.lane().ifPresent(parameters::add);
          filter.model().ifPresent(parameters::add);
          try (PreparedStatement statement = Rows.plannedAnew(connection, sql(filter))) {
            Rows.bind(statement, parameters);
            return failures(connection, caller, statement.executeQuery());
          }
        });
  }

  static String sql(FailureFilter filter) {
    List<String> conditions = new ArrayList<>(List.of("true"));
    filter.lane().ifPresent(_ -> conditions.add("f.lane = ?"));
    filter.model().ifPresent(_ -> conditions.add("m.model = ?"));
    return FIND.replace("<conditions>", String.join(" and ", conditions));
  }

  private static Failures failures(Connection connection, Caller caller, ResultSet rows)
      throws SQLException {
    List<Group> groups = new ArrayList<>();
    int jobs = 0;
    boolean more = false;
    while (rows.next()) {
      jobs = rows.getInt("found");
      more = rows.getInt("examined") == MOST || jobs > GROUPED;
      if (rows.getString("lane") != null) {
        groups.add(group(rows));
      }
    }
    return new Failures(described(connection, caller, groups), jobs, more);
  }

  private static List<Group> described(Connection connection, Caller caller, List<Group> groups)
      throws SQLException {
    Optional<Instant> oldest = groups.stream().map(Group::last).min(Instant::compareTo);
    if (oldest.isEmpty()) {
      return groups;
    }
    LaterEnds later = LaterEnds.read(connection, caller, oldest.get());
    return groups.stream().map(later::describe).toList();
  }

  private static Group group(ResultSet row) throws SQLException {
    return new Group(
        row.getString("lane"),
        row.getString("model"),
        row.getString("error_type"),
        row.getObject("http_status", Integer.class),
        row.getString("text"),
        row.getInt("jobs"),
        Rows.instant(row, "first"),
        Rows.instant(row, "last"),
        Arrays.asList((UUID[]) row.getArray("newest").getArray()),
        Since.UNKNOWN);
  }
}
