package dev.errand.store.read;

import dev.errand.job.JobId;
import dev.errand.job.JobState;
import dev.errand.store.read.Paging.Order;
import dev.errand.tenant.Caller;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The ways to find a filter's jobs by creation. Limits of lists are literals: of what it can't see,
 * Postgres thinks that it is a tenth of the table.
 */
final class JobScans {

  /** Maximum number of entries that are read for one list of many pairs of states and lanes. */
  private static final int MOST_READ = 20_000;

  /** Entries that are read for each pair in any case: more than a page has. */
  private static final int LEAST = 150;

  /** Before and after all ids. */
  static final UUID FIRST = new UUID(0, 0);

  static final UUID LAST = new UUID(-1, -1);

  /** There are few, and they are sorted; their index is the only possible plan. */
  private static final String RUNNING =
      """
      select id from (
        select id from job where state = 'running' and lane = ? and tenant = ? offset 0) running
      where id < ? and id >= ? order by id desc\
      """;

  private final String tenant;
  private final JobFilter filter;
  private final UUID before;
  private final UUID lowest;

  /**
   * @param before only jobs older than this one
   */
  JobScans(Caller caller, JobFilter filter, Optional<UUID> before) {
    this.tenant = caller.tenant();
    this.filter = filter;
    UUID end = filter.created().to().map(JobId::first).orElse(LAST);
    this.before = earlier(before.orElse(LAST), end);
    this.lowest = filter.created().from().map(JobId::first).orElse(FIRST);
  }

  /** Ids as text have Postgres' order, unlike Java's UUIDs. */
  private static UUID earlier(UUID one, UUID other) {
    return one.toString().compareTo(other.toString()) < 0 ? one : other;
  }

  /**
   * How many candidates to read. If Postgres expects fewer than there may be at most, it reads them
   * all, and sorts: so it is not to see a great number.
   */
  static String limit(int most) {
    return most > JobList.UNORDERED ? "(select %d)".formatted(most) : String.valueOf(most);
  }

  /** All of the tenant's jobs, through their requests, which never change. */
  JobScan byId(int most) {
    String sql =
        """
        select job_id as id from job_request
        where (tenant, job_id) < (?, ?) and (tenant, job_id) >= (?, ?)
        order by tenant desc, job_id desc limit %d\
        """
            .formatted(most);
    return inOrder(sql, List.of(tenant, before, tenant, lowest), most);
  }

  /** By the request's model, in the order of the index. */
  JobScan byModel(String model, int most) {
    String sql =
        """
        select job_id as id from job_request
        where (tenant, model, job_id) < (?, ?, ?) and (tenant, model, job_id) >= (?, ?, ?)
        order by tenant desc, model desc, job_id desc limit %s\
        """
            .formatted(limit(most));
    return inOrder(sql, List.of(tenant, model, before, tenant, model, lowest), most);
  }

  /** By the request's batch, in the order of the index; nothing if it is another tenant's. */
  JobScan byBatch(UUID batch, int most) {
    String sql =
        """
        select lines.id from batch b cross join lateral (
          select job_id as id from job_request
          where batch is not null and line >= 0
            and (batch, job_id) < (b.id, ?) and (batch, job_id) >= (b.id, ?)
          order by batch desc, job_id desc limit %s) lines
        where b.id = ? and b.tenant = ?\
        """
            .formatted(limit(most));
    return inOrder(sql, List.of(before, lowest, batch, tenant), most);
  }

  /**
   * All jobs with these pairs, from an unordered index, so there must be few of them. Materialized,
   * so that the limit does not make Postgres read the table instead.
   */
  JobScan byMetadata(int most) {
    String sql =
        """
        select id from (
          with hits as materialized (
            select job_id as id from job_request
            where metadata is not null and jsonb_set('{}', array[tenant], metadata)
              @> jsonb_set('{}', array[?::text], ?::jsonb))
          select id from hits limit %d) few
        order by id desc\
        """
            .formatted(most);
    return new JobScan(
        Order.CREATED, sql, List.of(tenant, Metadata.write(filter.metadata())), most, false);
  }

  /**
   * By states and lanes: each pair is in order, and the pairs are merged.
   *
   * @param most maximum number of merged candidates, unless there are very many pairs
   */
  JobScan byStates(Set<JobState> states, Collection<String> lanes, int most) {
    int pairs = Math.max(1, states.size() * lanes.size());
    int each = Math.min(most, Math.max(LEAST, MOST_READ / pairs));
    // Without lanes there are no jobs, but a query is still needed.
    List<String> parts = new ArrayList<>(List.of("(select null::uuid as id where false)"));
    List<Object> parameters = new ArrayList<>();
    for (JobState state : states) {
      for (String lane : lanes) {
        parts.add(
            "(" + (state == JobState.RUNNING ? RUNNING : ordered(state)) + " limit " + each + ")");
        parameters.addAll(
            state == JobState.RUNNING
                ? List.of(lane, tenant, before, lowest)
                : List.of(tenant, lane, before, tenant, lane, lowest));
      }
    }
    String merged =
        "select id from (\n%s\n) merged order by id desc limit %d"
            .formatted(String.join("\nunion all ", parts), each);
    return inOrder(merged, parameters, each);
  }

  private static JobScan inOrder(String candidates, List<Object> parameters, int most) {
    return new JobScan(Order.CREATED, candidates, parameters, most, true);
  }

  /**
   * The state is a literal, because Postgres uses a partial index only for a state that it sees.
   * Tenant and lane are parts of a range: if they were equal to constants, their index would have
   * no advantage over the primary key, which is in the order of ids too and may have to be read to
   * its end.
   */
  private static String ordered(JobState state) {
    return """
    select id from job
    where state = '%s' and (tenant, lane, id) < (?, ?, ?) and (tenant, lane, id) >= (?, ?, ?)
    order by tenant desc, lane desc, id desc\
    """
        .formatted(state.text());
  }
}
