package dev.errand.store.usage;

import static dev.errand.store.usage.UsageFixture.ALICE;
import static dev.errand.store.usage.UsageFixture.all;
import static dev.errand.store.usage.UsageFixture.tokens;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.store.usage.Usage.Group;
import dev.errand.store.usage.Usage.Times;
import dev.errand.tenant.Caller;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UsageQueriesTest {

  private final UsageFixture jobs = new UsageFixture();
  private final Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);

  @Test
  void aTenantSeesItsOwnUsageWhateverItAsksFor() {
    jobs.succeed("alice", "a", tokens(1, 2));
    jobs.succeed("bob", "b", tokens(5, 6));
    jobs.hour("bob", 1, "m", 7);

    assertEquals(List.of("alice"), tenants(ALICE, all()));
    assertEquals(List.of("alice"), tenants(ALICE, all().of("bob")));
    assertEquals(List.of("bob", "alice"), tenants(Caller.open(), all()));
    assertEquals(List.of("bob"), tenants(Caller.open(), all().of("bob")));
  }

  @Test
  void filtersHoldForBothTables() {
    jobs.succeed("alice", "a", tokens(1, 2));
    jobs.usage.fold(10);
    jobs.succeed("alice", "b", tokens(1, 2));
    jobs.store.execute("update usage_hour set api_key = 'k'");
    jobs.store.execute("update usage_ending set api_key = 'k2'");

    assertEquals(
        List.of("a"),
        lanes(new UsageFilter(none(), Optional.of("k"), none(), none(), hour, Optional.empty())));
    assertEquals(
        List.of("b"),
        lanes(new UsageFilter(none(), Optional.of("k2"), none(), none(), hour, Optional.empty())));
    assertEquals(
        List.of("b"),
        lanes(new UsageFilter(none(), none(), Optional.of("b"), none(), hour, Optional.empty())));
    assertEquals(
        List.of(),
        lanes(new UsageFilter(none(), none(), none(), Optional.of("m"), hour, Optional.empty())));
  }

  @Test
  void hoursAreSummedToDaysInUtcNewestFirst() {
    Instant day = hour.truncatedTo(ChronoUnit.DAYS);
    int since = (int) ChronoUnit.HOURS.between(day, hour);
    jobs.hour("alice", since, "m", 1);
    jobs.hour("alice", since + 1, "m", 2);
    jobs.hour("alice", since + 24, "m", 4);

    UsageFilter filter = all().since(day.minus(Duration.ofDays(1)));
    List<Group> days = jobs.queries.find(ALICE, filter, Set.of(Dimension.DAY)).groups();
    assertEquals(
        List.of(day, day.minus(Duration.ofDays(1))), days.stream().map(Group::time).toList());
    assertEquals(List.of(1L, 6L), days.stream().map(group -> group.sums().jobs()).toList());
    UsageFilter past =
        new UsageFilter(none(), none(), none(), none(), filter.from(), Optional.of(day));
    assertEquals(1, jobs.queries.find(ALICE, past, Set.of(Dimension.DAY)).groups().size());
  }

  @Test
  void theGroupsWithTheMostTokensAreShownAndWhetherThereAreMore() {
    jobs.store.execute(
        """
        insert into usage_hour (tenant, hour, api_key, lane, model, outcome, jobs, attempts,
          input_tokens, output_tokens, without_usage, waited, ran)
        select 'alice', date_trunc('hour', now(), 'UTC'), '', 'l', 'm' || n, 'succeeded', 1, 1, n, 0, 0,
          array_fill(1, array[50]), array_fill(0, array[50])
        from generate_series(1, 1001) n
        """);

    Usage found = jobs.queries.find(ALICE, all(), Set.of(Dimension.MODEL));
    assertTrue(found.more());
    assertEquals(1000, found.groups().size());
    assertEquals("m1001", found.groups().getFirst().model());
    assertFalse(jobs.queries.find(ALICE, all(), Set.of(Dimension.LANE)).more());
  }

  /** An hour is summed as a whole or not at all. */
  @Test
  void ofTooManyRowsTheLastHoursAreSummed() {
    for (int ago = 0; ago < 5; ago++) {
      jobs.hour("alice", ago, "m", 1);
      jobs.hour("alice", ago, "n", 1);
    }
    UsageFilter filter = all().since(hour.minus(Duration.ofHours(4)));

    for (int rows : List.of(4, 5)) {
      Usage found = new UsageQueries(jobs.store.database, rows).find(ALICE, filter, Set.of());
      assertEquals(4, found.groups().getFirst().sums().jobs());
      assertEquals(hour.minus(Duration.ofHours(1)), found.from());
    }
    Usage whole = new UsageQueries(jobs.store.database, 10).find(ALICE, filter, Set.of());
    assertEquals(10, whole.groups().getFirst().sums().jobs());
    assertEquals(filter.from(), whole.from());
  }

  @Test
  void timesOfGroupsAreThoseOfTheirJobsTogether() {
    jobs.store.execute(
        """
        insert into usage_hour (tenant, hour, api_key, lane, model, outcome, jobs, attempts,
          input_tokens, output_tokens, without_usage, waited, ran)
        select 'alice', date_trunc('hour', now(), 'UTC'), '', lane, 'm', 'succeeded', 10, 10, 1, 1, 0,
          array_fill(0, array[at]) || jobs || array_fill(0, array[49 - at]), array_fill(0, array[50])
        from (values ('fast', 8, 18), ('slow', 30, 2)) lanes (lane, at, jobs)
        """);

    List<Group> lanes = jobs.groups(Dimension.LANE);
    Times both = lanes.getFirst().waited().plus(lanes.getLast().waited());

    assertEquals(jobs.groups().getFirst().waited(), both);
    assertTrue(both.median().orElseThrow() < 1 && both.p95().orElseThrow() > 100, both::toString);
    Times none = lanes.getFirst().ran();
    assertTrue(none.plus(none).p95().isEmpty());
  }

  private static List<String> tenants(Caller caller, UsageFilter filter, UsageFixture jobs) {
    return jobs.queries.find(caller, filter, Set.of(Dimension.TENANT)).groups().stream()
        .map(Group::tenant)
        .toList();
  }

  private List<String> tenants(Caller caller, UsageFilter filter) {
    return tenants(caller, filter, jobs);
  }

  private List<String> lanes(UsageFilter filter) {
    return jobs.queries.find(ALICE, filter, Set.of(Dimension.LANE)).groups().stream()
        .map(Group::lane)
        .toList();
  }

  private static Optional<String> none() {
    return Optional.empty();
  }
}
