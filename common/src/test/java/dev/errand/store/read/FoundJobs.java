package dev.errand.store.read;

import dev.errand.job.JobState;
import dev.errand.store.read.JobFilter.Span;
import dev.errand.testing.StoreFixture;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * Jobs that ended in another order than they were created in, several in each commit, some as lines
 * of a batch, with every kind of filter and what it means in SQL.
 */
final class FoundJobs {

  static final int JOBS = 6000;

  static final UUID BATCH = new UUID(7, 7);

  private FoundJobs() {}

  static StoreFixture fill() {
    StoreFixture store = new StoreFixture();
    store.execute(
        """
        create table numbered as
        select n, ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid as id,
          case n %% 5 when 0 then 'failed' when 1 then 'queued' else 'succeeded' end as state,
          case when n %% 10 = 0 then 'gpu' else 'cpu' end as lane,
          case when n = 4712 then 'rare' else 'gpt' end as model,
          case when n %% 5 <> 1
            then '2026-01-01T00:00:00Z'::timestamptz + n * 7919 %% 500 * interval '1 s' end as ended_at,
          case when n %% 3 = 0 then '%s'::uuid end as batch,
          case when n %% 5 = 0 then case when n %% 100 = 0 then 'timeout' else 'provider_error' end end
            as error_type,
          case when n %% 3 <> 0 then jsonb_build_object('number', n::text) end as metadata
        from generate_series(1, %d) n
        """
            .formatted(BATCH, JOBS));
    store.execute(
        """
        insert into job (id, state, lane, model, run_at, max_attempts, ended_at, batch, line)
        select id, state, lane, model, now(), 3, ended_at, batch, case when batch is not null then n end
        from numbered
        """);
    store.execute(
        """
        insert into job_request (job_id, endpoint, model, metadata, body, batch, line)
        select id, '/v1/responses', model, metadata, '', batch, case when batch is not null then n end
        from numbered
        """);
    store.execute(
        """
        insert into job_result (job_id, body, error_type, error_message)
        select id, case when state = 'succeeded' then '{}'::bytea end, error_type,
          case when state = 'failed' then 'no answer' end
        from numbered where ended_at is not null
        """);
    store.execute(
        """
        insert into batch (id, tenant, endpoint, input_file, input, completion_window, priority,
          status, created_at, expires_at)
        values ('%s', 'default', '/v1/responses', gen_random_uuid(), gen_random_uuid(), '24h', 0,
          'in_progress', now(), now())
        """
            .formatted(BATCH));
    store.execute("analyze job, job_request, job_result");
    return store;
  }

  /** Filters, and the condition on {@code numbered} for the same jobs. */
  static Stream<Arguments> filters() {
    Span minute = span("2026-01-01T00:02:00Z", "2026-01-01T00:03:00Z");
    return Stream.of(
        Arguments.of(filter(Set.of(), Span.ALWAYS, null, null), "true"),
        Arguments.of(filter(Set.of(JobState.FAILED), Span.ALWAYS, null, null), "state = 'failed'"),
        Arguments.of(
            filter(Set.of(JobState.FAILED, JobState.CANCELLED), Span.ALWAYS, null, null),
            "state in ('failed', 'cancelled')"),
        Arguments.of(filter(Set.of(JobState.QUEUED), Span.ALWAYS, null, null), "state = 'queued'"),
        Arguments.of(
            filter(Set.of(), minute, null, null),
            "ended_at >= '2026-01-01T00:02:00Z' and ended_at < '2026-01-01T00:03:00Z'"),
        Arguments.of(
            filter(Set.of(JobState.FAILED), minute, null, BATCH),
            "state = 'failed' and batch is not null and ended_at >= '2026-01-01T00:02:00Z'"
                + " and ended_at < '2026-01-01T00:03:00Z'"),
        Arguments.of(filter(Set.of(), Span.ALWAYS, "timeout", null), "error_type = 'timeout'"),
        Arguments.of(filter(Set.of(), Span.ALWAYS, "lost", null), "false"),
        Arguments.of(filter(Set.of(), Span.ALWAYS, "expired", null), "false"),
        Arguments.of(filter(Set.of(JobState.SUCCEEDED), Span.ALWAYS, "timeout", null), "false"),
        Arguments.of(filter(Set.of(), Span.ALWAYS, null, BATCH), "batch is not null"),
        Arguments.of(filter(Set.of(), Span.ALWAYS, null, new UUID(8, 8)), "false"),
        Arguments.of(
            filter(Set.of(JobState.FAILED), Span.ALWAYS, "timeout", BATCH),
            "error_type = 'timeout' and batch is not null"),
        Arguments.of(
            new JobFilter(
                Set.of(), Optional.of("gpu"), Optional.of("gpt"), Map.of("number", "4700")),
            "n = 4700"),
        Arguments.of(
            new JobFilter(Set.of(), Optional.empty(), Optional.of("rare"), Map.of()), "n = 4712"));
  }

  static List<UUID> expected(StoreFixture store, String condition, String order) {
    return store
        .query("select id from numbered where (%s) order by %s".formatted(condition, order))
        .stream()
        .map(row -> UUID.fromString(row.getFirst()))
        .toList();
  }

  private static JobFilter filter(Set<JobState> states, Span ended, String errorType, UUID batch) {
    return new JobFilter(
        states,
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Span.ALWAYS,
        ended,
        Optional.ofNullable(errorType),
        Optional.ofNullable(batch));
  }

  private static Span span(String from, String to) {
    return new Span(Optional.of(Instant.parse(from)), Optional.of(Instant.parse(to)));
  }
}
