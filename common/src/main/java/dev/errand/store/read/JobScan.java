package dev.errand.store.read;

import dev.errand.database.Rows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One way to search for jobs: candidates from an index, filtered by the whole filter. The
 * candidates are looked up one by one, whatever the statistics say.
 *
 * @param candidates a query of their ids, newest first
 * @param parameters of that query
 * @param most maximum number of candidates
 * @param newest whether these are the newest candidates, and not arbitrary ones
 */
record JobScan(String candidates, List<Object> parameters, int most, boolean newest) {

  private static final String FITTING =
      """
      with c as materialized (
      %s
      ), x as materialized (
        select count(*) as examined, (select id from c order by id limit 1) as last from c
      )
      select x.examined, x.last, m.*
      from x left join (
        select %s
        from c cross join lateral (select * from job where id = c.id offset 0) j
        cross join lateral (
          select endpoint, model, metadata from job_request where job_id = c.id offset 0) r
        where %s
        order by c.id desc
        limit ?) m on true
      order by m.id desc
      """;

  /**
   * The result of a scan.
   *
   * @param exhausted whether there were no more candidates
   * @param newest whether no candidate was passed over for an older one
   * @param last the oldest candidate
   */
  record Found(List<JobSummary> jobs, boolean exhausted, boolean newest, Optional<UUID> last) {

    /** Whether the search is complete for a page of this size. */
    boolean isWhole(int limit) {
      return exhausted || newest && jobs.size() > limit;
    }

    /** Whether it looked at older jobs. Ids as text have Postgres' order, unlike Java's UUIDs. */
    boolean isFurtherThan(Found other) {
      return text(last).compareTo(text(other.last)) < 0;
    }

    private static String text(Optional<UUID> id) {
      return id.map(UUID::toString).orElse("");
    }
  }

  String sql(Conditions conditions) {
    return FITTING.formatted(candidates, JobRows.SUMMARY, conditions.sql());
  }

  Found run(Connection connection, Conditions conditions, int limit) throws SQLException {
    try (PreparedStatement statement = Rows.plannedAnew(connection, sql(conditions))) {
      List<Object> all = new ArrayList<>(parameters);
      all.addAll(conditions.parameters());
      all.add(limit);
      for (int i = 0; i < all.size(); i++) {
        statement.setObject(i + 1, all.get(i));
      }
      return found(statement.executeQuery());
    }
  }

  private Found found(ResultSet rows) throws SQLException {
    List<JobSummary> jobs = new ArrayList<>();
    long examined = 0;
    Optional<UUID> last = Optional.empty();
    while (rows.next()) {
      examined = rows.getLong("examined");
      last = Optional.ofNullable(rows.getObject("last", UUID.class));
      if (rows.getObject("id") != null) {
        jobs.add(JobRows.summary(rows));
      }
    }
    return new Found(jobs, examined < most, newest, last);
  }
}
