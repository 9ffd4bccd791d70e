package dev.errand.store.read;

import dev.errand.database.Rows;
import dev.errand.store.read.Paging.Order;
import dev.errand.store.read.Paging.Place;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One way to search for jobs: candidates from an index, filtered by the whole filter. The
 * candidates are looked up one by one, whatever the statistics say.
 *
 * @param order of the candidates
 * @param candidates a query of their ids, and of their ends if these are their order; newest first
 * @param parameters of that query
 * @param most maximum number of candidates
 * @param newest whether these are the newest candidates, and not arbitrary ones
 */
record JobScan(Order order, String candidates, List<Object> parameters, int most, boolean newest) {

  private static final String FITTING =
      """
      with c as materialized (
      <candidates>
      ), x as materialized (
        select count(*) as examined, (select id from c order by <oldest> limit 1) as last,
          <last ended> as last_ended
        from c
      )
      select x.examined, x.last, x.last_ended, m.*, s.error_type, s.error_message, s.http_status
      from x left join (
        select <columns>
        from c <joins>
        where <conditions>
        order by <newest>
        limit ?) m on true
      left join lateral (
        select error_type, error_message, http_status from job_result
        where m.state = 'failed' and job_id = m.id offset 0) s on true
      order by <newest found>
      """
          .replace("<columns>", JobRows.SUMMARY);

  private static final String BY_CREATION =
      FITTING
          .replace("<oldest>", "id")
          .replace("<last ended>", "null::timestamptz")
          .replace("<newest>", "c.id desc")
          .replace("<newest found>", "m.id desc");

  private static final String BY_END =
      FITTING
          .replace("<oldest>", "ended_at, id")
          .replace("<last ended>", "(select ended_at from c order by ended_at, id limit 1)")
          .replace("<newest>", "c.ended_at desc, c.id desc")
          .replace("<newest found>", "m.ended_at desc, m.id desc");

  /**
   * The result of a scan.
   *
   * @param exhausted whether there were no more candidates
   * @param newest whether no candidate was passed over for an older one
   * @param last the oldest candidate
   */
  record Found(List<JobSummary> jobs, boolean exhausted, boolean newest, Optional<Place> last) {

    /** Whether the search is complete for a page of this size. */
    boolean isWhole(int limit) {
      return exhausted || newest && jobs.size() > limit;
    }

    /**
     * Whether it looked at jobs that were created earlier. Ids as text have Postgres' order, unlike
     * Java's UUIDs.
     */
    boolean isFurtherThan(Found other) {
      return text(last).compareTo(text(other.last)) < 0;
    }

    private static String text(Optional<Place> place) {
      return place.map(last -> last.id().toString()).orElse("");
    }
  }

  String sql(Conditions conditions) {
    String form =
        switch (order) {
          case CREATED -> BY_CREATION;
          case ENDED -> BY_END;
        };
    return form.replace("<candidates>", candidates)
        .replace("<joins>", conditions.joins())
        .replace("<conditions>", conditions.sql());
  }

  Found run(Connection connection, Conditions conditions, int limit) throws SQLException {
    try (PreparedStatement statement = Rows.plannedAnew(connection, sql(conditions))) {
      List<Object> all = new ArrayList<>(parameters);
      all.addAll(conditions.parameters());
      all.add(limit);
      Rows.bind(statement, all);
      return found(statement.executeQuery());
    }
  }

  private Found found(ResultSet rows) throws SQLException {
    List<JobSummary> jobs = new ArrayList<>();
    long examined = 0;
    Optional<Place> last = Optional.empty();
    while (rows.next()) {
      examined = rows.getLong("examined");
      last = JobRows.place(rows);
      if (rows.getObject("id") != null) {
        jobs.add(JobRows.summary(rows));
      }
    }
    return new Found(jobs, examined < most, newest, last);
  }
}
