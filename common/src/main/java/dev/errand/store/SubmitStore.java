package dev.errand.store;

import dev.errand.database.Columns;
import dev.errand.database.Database;
import dev.errand.database.DatabaseException;
import dev.errand.database.DatabaseTrouble;
import dev.errand.database.Rows;
import dev.errand.job.JobState;
import dev.errand.store.Acceptance.Accepted;
import dev.errand.store.NewJob.Key;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The move that starts a job's life: accepting it, once for each idempotency key. */
@ApplicationScoped
public class SubmitStore {

  private static final String ACCEPT =
      """
      with submitted as materialized (
        select * from unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::int[], ?::timestamptz[],
          ?::bigint[], ?::timestamptz[], ?::int[], ?::int[], ?::text[], ?::text[], ?::text[],
          ?::text[], ?::bytea[], ?::text[], ?::text[], ?::bytea[], ?::bytea[])
        as s (id, tenant, api_key, lane, priority, run_at, delay_ms, deadline, max_attempts,
          timeout_seconds, on_lost, endpoint, model, metadata, body, trace, key, fingerprint, json)
      ), keyed as (
        insert into idempotency_key (tenant, key, fingerprint, json_fingerprint, job_id)
        select tenant, key, fingerprint, json, id from submitted where key is not null
        on conflict do nothing
        returning job_id
      ), accepted as materialized (
        select s.*, coalesce(s.run_at, now() + s.delay_ms * interval '1 ms', now()) as starts
        from submitted s
        where s.key is null or s.id in (select job_id from keyed)
      ), requests as (
        insert into job_request (job_id, tenant, endpoint, model, metadata, body, trace)
        select id, tenant, endpoint, model, metadata::jsonb, body, trace from accepted
      )
      insert into job (id, tenant, api_key, state, lane, model, priority, run_at, deadline,
        max_attempts, timeout_seconds, on_lost)
      select id, tenant, api_key, case when starts > now() then 'scheduled' else 'queued' end,
        lane, model, priority, starts, deadline, max_attempts, timeout_seconds, on_lost
      from accepted
      returning id, state, created_at, run_at
      """;

  private static final String EARLIER =
      """
      select tenant, key, fingerprint, json_fingerprint, job_id,
        exists (select from job where id = job_id)
      from idempotency_key
      join unnest(?::text[], ?::text[]) as k (tenant, key) using (tenant, key)
      """;

  private final Database database;

  @Inject
  public SubmitStore(Database database) {
    this.database = database;
  }

  /** Stores jobs in one commit and returns the result of each, in the same order. */
  public List<Acceptance> accept(List<NewJob> jobs) {
    return database.statement(
        connection -> {
          Map<UUID, Acceptance> accepted = insert(connection, inKeyOrder(jobs));
          List<NewJob> refused =
              jobs.stream().filter(job -> !accepted.containsKey(job.id())).toList();
          if (!refused.isEmpty()) {
            accepted.putAll(compareWithEarlier(connection, refused));
          }
          return jobs.stream().map(job -> accepted.get(job.id())).toList();
        });
  }

  /** Two batches that insert the same keys must insert them in the same order, or they deadlock. */
  private static List<NewJob> inKeyOrder(List<NewJob> jobs) {
    if (jobs.stream().allMatch(job -> job.key().isEmpty())) {
      return jobs;
    }
    return jobs.stream()
        .sorted(
            Comparator.comparing(NewJob::tenant)
                .thenComparing(job -> job.key().map(Key::value).orElse("")))
        .toList();
  }

  private static Map<UUID, Acceptance> insert(Connection connection, List<NewJob> jobs)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ACCEPT)) {
      bind(statement, jobs);
      Map<UUID, Acceptance> accepted = HashMap.newHashMap(jobs.size());
      ResultSet rows = statement.executeQuery();
      while (rows.next()) {
        UUID id = rows.getObject("id", UUID.class);
        JobState state = JobState.of(rows.getString("state")).orElseThrow();
        accepted.put(
            id,
            new Accepted(
                id, state, Rows.instant(rows, "created_at"), Rows.instant(rows, "run_at")));
      }
      return accepted;
    }
  }

  private static void bind(PreparedStatement statement, List<NewJob> jobs) throws SQLException {
    new Columns<>(statement, jobs)
        .add("uuid", NewJob::id)
        .add("text", NewJob::tenant)
        .add("text", job -> job.apiKey().orElse(null))
        .add("text", NewJob::lane)
        .add("int4", job -> job.plan().priority())
        .add("timestamptz", job -> job.plan().runAt())
        .add("int8", job -> job.plan().delay() == null ? null : job.plan().delay().toMillis())
        .add("timestamptz", job -> job.plan().deadline())
        .add("int4", job -> job.plan().maxAttempts())
        .add("int4", job -> job.plan().timeoutSeconds())
        .add("text", job -> job.plan().onLost().text())
        .add("text", job -> job.request().endpoint().path())
        .add("text", job -> job.request().model())
        .add("text", job -> job.request().metadata())
        .add("bytea", job -> job.request().body())
        .add("text", job -> job.request().trace())
        .add("text", job -> job.key().map(Key::value).orElse(null))
        .add("bytea", job -> job.key().map(Key::fingerprint).orElse(null))
        .add("bytea", job -> job.key().map(Key::json).orElse(null));
  }

  private static Map<UUID, Acceptance> compareWithEarlier(
      Connection connection, List<NewJob> refused) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(EARLIER)) {
      new Columns<>(statement, refused)
          .add("text", NewJob::tenant)
          .add("text", job -> job.key().orElseThrow().value());
      Map<List<String>, Earlier> earlier = new HashMap<>();
      ResultSet rows = statement.executeQuery();
      while (rows.next()) {
        earlier.put(
            List.of(rows.getString(1), rows.getString(2)),
            new Earlier(
                rows.getBytes(3),
                rows.getBytes(4),
                rows.getObject(5, UUID.class),
                rows.getBoolean(6)));
      }
      Map<UUID, Acceptance> fates = new HashMap<>();
      refused.forEach(job -> fates.put(job.id(), fate(job, earlier)));
      return fates;
    }
  }

  private static Acceptance fate(NewJob job, Map<List<String>, Earlier> earlier) {
    Key key = job.key().orElseThrow();
    Earlier first = earlier.get(List.of(job.tenant(), key.value()));
    if (first == null) {
      // The key expired between the two statements.
      throw new DatabaseException(
          DatabaseTrouble.CONFLICT, "the idempotency key has just expired; submit again");
    }
    if (!first.isSame(key)) {
      return new Acceptance.KeyReused(first.id);
    }
    return first.isKept ? new Acceptance.Replayed(first.id) : new Acceptance.Forgotten(first.id);
  }

  /**
   * What was submitted first.
   *
   * @param json null if it was stored by a service that knew only the bytes
   * @param isKept whether its job still exists
   */
  private record Earlier(byte[] fingerprint, byte[] json, UUID id, boolean isKept) {

    boolean isSame(Key key) {
      return Arrays.equals(key.fingerprint(), fingerprint)
          || json != null && Arrays.equals(key.json(), json);
    }
  }
}
