package dev.errand.store.failures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.store.failures.Failures.Group;
import dev.errand.store.failures.Failures.Since;
import dev.errand.tenant.Caller;
import dev.errand.testing.Plans;
import dev.errand.testing.StoreFixture;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Groups of failed jobs. */
class FailureQueriesTest {

  private static final Instant MIDNIGHT = Instant.parse("2026-01-06T00:00:00Z");

  private final StoreFixture store = new StoreFixture();
  private final FailureQueries failures = new FailureQueries(store.database);

  @Test
  void messagesThatDifferInIdsAndNumbersAreOneGroup() {
    List<UUID> ids =
        List.of(
            failed("gpt", "m", 429, "limit of org-a1b2 reached, try again in 20s", 1),
            failed("gpt", "m", 429, "limit of org-77 reached, try again in 1.5s", 2),
            failed("gpt", "m", 429, "limit of org-c3 reached, try again in 3s", 3),
            failed("gpt", "m", 429, "limit of org-d4 reached, try again in 4s", 4));
    failed("gpt", "m", 500, "limit of org-a1b2 reached, try again in 20s", 5);

    List<Group> groups = find(all()).groups();

    assertEquals(List.of(4, 1), groups.stream().map(Group::jobs).toList());
    assertEquals(
        new Group(
            "gpt",
            "m",
            "provider_error",
            429,
            "limit of # reached, try again in #",
            4,
            at(1),
            at(4),
            ids.reversed().subList(0, 3),
            Since.NOT_SUCCEEDED),
        groups.getFirst());
  }

  @Test
  void onlyTheAskedForTimeLaneAndModelAreLookedAt() {
    failed("gpt", "m", 500, "x", 1);
    failed("gpt", "n", 500, "x", 2);
    failed("local", "m", 500, "x", 3);

    assertEquals(2, find(new FailureFilter(at(2), Optional.empty(), none(), none())).jobs());
    assertEquals(1, find(new FailureFilter(at(0), Optional.of(at(2)), none(), none())).jobs());
    assertEquals(
        2, find(new FailureFilter(at(0), Optional.empty(), Optional.of("gpt"), none())).jobs());
    assertEquals(
        1,
        find(new FailureFilter(at(0), Optional.empty(), Optional.of("gpt"), Optional.of("m")))
            .jobs());
    assertEquals(
        new Failures(List.of(), 0, false), failures.find(StoreFixture.caller("other"), all()));
  }

  @Test
  void aLaterSuccessOfTheSameLaneAndModelSaysThatItWorksAgain() {
    failed("gpt", "m", 500, "x", 1);
    failed("gpt", "n", 500, "x", 1);
    succeeded("gpt", "m", 2, 1);
    succeeded("gpt", "n", 0, 1);
    succeeded("local", "n", 2, 1);

    assertEquals(
        List.of(Since.SUCCEEDED, Since.NOT_SUCCEEDED),
        find(all()).groups().stream()
            .sorted(Comparator.comparing(Group::model))
            .map(Group::since)
            .toList());
  }

  @Test
  void withTooManyLaterEndsItIsUnknownWhetherItWorksAgain() {
    failed("gpt", "m", 500, "x", 1);
    succeeded("local", "n", 2, LaterEnds.MOST);

    assertEquals(Since.UNKNOWN, find(all()).groups().getFirst().since());
  }

  @Test
  void noMoreThanTheLastOnesAreLookedAt() {
    store.execute(
        """
        insert into job (id, state, lane, model, run_at, max_attempts, ended_at)
        select gen_random_uuid(), 'failed', 'gpt', 'm', now(), 1,
          '%s'::timestamptz + n * interval '1 ms'
        from generate_series(1, %d) n
        """
            .formatted(MIDNIGHT, FailureQueries.MOST + 1));
    store.execute(
        """
        insert into job_result (job_id, error_type, error_message)
        select id, 'timeout', 'x' from job
        """);

    Failures found = find(all());

    assertEquals(FailureQueries.MOST, found.jobs());
    assertTrue(found.more());
    assertEquals(FailureQueries.GROUPED, found.groups().getFirst().jobs());
    assertEquals(
        MIDNIGHT.plusMillis(FailureQueries.MOST - FailureQueries.GROUPED + 2),
        found.groups().getFirst().first());
    assertEquals(
        new Failures(List.of(), 0, true),
        find(new FailureFilter(at(0), Optional.empty(), Optional.of("local"), none())));
  }

  @Test
  void theyAreFoundByTheirTime() throws SQLException {
    FailureFilter filter =
        new FailureFilter(at(0), Optional.empty(), Optional.of("gpt"), Optional.of("m"));
    Plans plans = new Plans(store);
    String plan = plans.of(FailureQueries.sql(filter));
    String later = plans.of(LaterEnds.READ);

    assertEquals(
        new TreeSet<>(Set.of("job_ended_unhappy", "job_request_pkey", "job_result_pkey")),
        Plans.indexes(plan, "\\w+"),
        plan);
    assertEquals(
        new TreeSet<>(Set.of("job_purge", "job_ended_lines")), Plans.indexes(later, "\\w+"), later);
  }

  private Failures find(FailureFilter filter) {
    return failures.find(Caller.open(), filter);
  }

  private static FailureFilter all() {
    return new FailureFilter(at(0), Optional.empty(), none(), none());
  }

  private static Optional<String> none() {
    return Optional.empty();
  }

  private static Instant at(int minute) {
    return MIDNIGHT.plusSeconds(60L * minute);
  }

  private UUID failed(String lane, String model, int status, String message, int minute) {
    UUID id = UUID.randomUUID();
    job(id, "failed", lane, model, minute);
    store.execute(
        """
        insert into job_result (job_id, error_type, error_message, http_status)
        values ('%s', 'provider_error', '%s', %d)
        """
            .formatted(id, message, status));
    return id;
  }

  private void succeeded(String lane, String model, int minute, int jobs) {
    store.execute(
        """
        insert into job (id, state, lane, model, run_at, max_attempts, ended_at)
        select gen_random_uuid(), 'succeeded', '%s', '%s', now(), 1, '%s'
        from generate_series(1, %d)
        """
            .formatted(lane, model, at(minute), jobs));
  }

  private void job(UUID id, String state, String lane, String model, int minute) {
    store.execute(
        """
        insert into job (id, state, lane, model, run_at, max_attempts, ended_at)
        values ('%s', '%s', '%s', '%s', now(), 1, '%s')
        """
            .formatted(id, state, lane, model, at(minute)));
  }
}
