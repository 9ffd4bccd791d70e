package dev.errand.store;

import dev.errand.database.Columns;
import dev.errand.job.JobState;
import dev.errand.job.ProviderError;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The implementation of {@link LeaseStore#end}. */
final class AttemptEnds {

  /**
   * The update returns everything that is written after it, because a join would cost far more. By
   * the table's constraint, a job with a lease owner is running; a condition on the state would
   * tempt Postgres to read the whole index of running jobs. Rows locked by others are skipped, so
   * that none of them delays its batch and batches cannot block each other.
   */
  static final String END =
      """
      with reported as materialized (
        select e.* from unnest(?::uuid[], ?::int[], ?::text[], ?::text[], ?::bool[], ?::int8[],
          ?::bytea[], ?::text[], ?::text[], ?::int[], ?::text[], ?::int8[], ?::int8[], ?::int8[],
          ?::text[], ?::text[], ?::text[], ?::numeric[])
        as e (id, attempt, state, outcome, spends, delay_ms, body, error_type, error_message,
          http_status, request_id, input_tokens, output_tokens, total_tokens, finish_reason,
          error_body, error_headers, cost)
        join job j on j.id = e.id and j.attempt = e.attempt
        where j.lease_owner = ?
        for no key update of j skip locked
      ), moved as (
        update job j
        set state = e.state, spent = j.spent + e.spends::int, lease_owner = null,
          lease_until = null,
          run_at = coalesce(now() + e.delay_ms * interval '1 ms', j.run_at),
          ended_at = case when e.state in ('succeeded', 'failed') then now() end,
          throttles = j.throttles + (e.outcome = 'throttled')::int,
          throttled_since = case e.outcome when 'throttled' then coalesce(j.throttled_since, now())
            when 'handed_back' then j.throttled_since end,
          finish_reason = case when e.state = 'succeeded' then e.finish_reason end
        from reported e
        where j.id = e.id
        returning j.tenant, j.lane, j.life, j.started_at, j.batch, j.line, j.api_key, j.model,
          j.run_at, e.*
      ), recorded as (
        insert into attempt (job_id, number, life, worker, started_at, outcome, http_status,
          error_type, error_message, provider_request_id, input_tokens, output_tokens, total_tokens,
          cost)
        select id, attempt, life, ?, started_at, outcome, http_status, error_type,
          error_message, request_id, input_tokens, output_tokens, total_tokens, cost
        from moved
      ), finals as not materialized (
        select id, tenant, lane, state,
          case outcome when 'lost' then 'given_up' else 'finished' end as cause,
          batch, line, <of job>, body, case when body is null then error_type end as error_type,
          error_message, http_status, error_body, error_headers, input_tokens, output_tokens, cost
        from moved
        where state in ('succeeded', 'failed')
      ), <endings>
      select id, attempt from moved
      where <told>
      """
          .transform(Endings::in);

  /**
   * The attempts that this worker has already recorded, and the leases that it still holds, which
   * were skipped because of somebody else's lock. Only moves that take a job from the worker write
   * its name, too, with outcomes of their own.
   */
  private static final String LEFT =
      """
      with e as materialized (select * from unnest(?::uuid[], ?::int[]) as e (id, attempt))
      select e.id, e.attempt, true as recorded
      from e join attempt a on e.id = a.job_id and e.attempt = a.number
      where a.worker = ? and a.outcome not in ('lost', 'cancelled')
      union all
      select e.id, e.attempt, false
      from e join job j on e.id = j.id and e.attempt = j.attempt
      where j.lease_owner = ?
      """;

  private AttemptEnds() {}

  static List<EndFate> record(Connection connection, String worker, List<AttemptEnd> ends)
      throws SQLException {
    Map<Lease, EndFate> fates = move(connection, worker, ends);
    List<Lease> others =
        ends.stream().map(AttemptEnd::lease).filter(lease -> !fates.containsKey(lease)).toList();
    if (!others.isEmpty()) {
      addLeft(fates, connection, worker, others);
    }
    return ends.stream().map(end -> fates.getOrDefault(end.lease(), EndFate.LEASE_GONE)).toList();
  }

  private static Map<Lease, EndFate> move(
      Connection connection, String worker, List<AttemptEnd> ends) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(END)) {
      int next = bind(statement, ends);
      statement.setString(next, worker);
      statement.setString(next + 1, worker);
      Map<Lease, EndFate> fates = HashMap.newHashMap(ends.size());
      LeaseStore.leases(statement.executeQuery())
          .forEach(lease -> fates.put(lease, EndFate.RECORDED));
      return fates;
    }
  }

  private static void addLeft(
      Map<Lease, EndFate> fates, Connection connection, String worker, List<Lease> leases)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LEFT)) {
      int next =
          new Columns<>(statement, leases)
              .add("uuid", Lease::job)
              .add("int4", Lease::attempt)
              .next();
      statement.setString(next, worker);
      statement.setString(next + 1, worker);
      ResultSet rows = statement.executeQuery();
      while (rows.next()) {
        fates.put(
            new Lease(rows.getObject(1, UUID.class), rows.getInt(2)),
            rows.getBoolean(3) ? EndFate.RECORDED : EndFate.LOCKED);
      }
    }
  }

  private static int bind(PreparedStatement statement, List<AttemptEnd> ends) throws SQLException {
    return new Columns<>(statement, ends)
        .add("uuid", end -> end.lease().job())
        .add("int4", end -> end.lease().attempt())
        .add("text", end -> end.to().text())
        .add("text", end -> end.outcome().text())
        .add("bool", AttemptEnd::spends)
        .add("int8", end -> end.delay() == null ? null : end.delay().toMillis())
        .add("bytea", AttemptEnd::answer)
        .add("text", end -> end.failure() == null ? null : end.failure().type().text())
        .add("text", end -> end.failure() == null ? null : end.failure().message())
        .add("int4", end -> end.call().httpStatus())
        .add("text", end -> end.call().requestId())
        .add("int8", end -> end.call().usage().inputTokens())
        .add("int8", end -> end.call().usage().outputTokens())
        .add("int8", end -> end.call().usage().totalTokens())
        .add("text", end -> end.call().finishReason())
        .add("text", end -> error(end, ProviderError::body))
        .add("text", end -> error(end, ProviderError::headerLines))
        .add("numeric", end -> end.call().cost())
        .next();
  }

  /** Only the last error of a job is stored. */
  private static @Nullable String error(AttemptEnd end, Function<ProviderError, String> part) {
    ProviderError error = end.call().error();
    return error == null || end.to() != JobState.FAILED ? null : part.apply(error);
  }
}
