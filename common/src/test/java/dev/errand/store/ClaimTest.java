package dev.errand.store;

import static dev.errand.testing.StoreFixture.LANE;
import static dev.errand.testing.StoreFixture.LEASE;
import static dev.errand.testing.StoreFixture.newJob;
import static dev.errand.testing.StoreFixture.plan;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.testing.StoreFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ClaimTest {

  private final StoreFixture store = new StoreFixture();

  @Test
  void claimsTheBestJobsFirst() {
    UUID second = store.submit(newJob(plan(0)));
    UUID third = store.submit(newJob(plan(0)));
    UUID first = store.submit(newJob(plan(5)));

    assertEquals(first, claimOne().lease().job());
    assertEquals(second, claimOne().lease().job());
    assertEquals(third, claimOne().lease().job());
    assertTrue(store.claim("w", 1).isEmpty());
  }

  @Test
  void claimsNoMoreThanAskedForInEachLane() {
    for (int i = 0; i < 5; i++) {
      store.submit();
      store.submit(newJob("other", plan(0), Optional.empty()));
    }

    List<ClaimedJob> claimed =
        store.leases.claim("w", LEASE, Map.of(LANE, 2, "other", 4), Long.MAX_VALUE);

    assertEquals(2, claimed.stream().filter(job -> job.lane().equals(LANE)).count());
    assertEquals(4, claimed.stream().filter(job -> job.lane().equals("other")).count());
  }

  @Test
  void claimsNoFurtherJobOnceTheBodiesHaveAsManyBytesAsAskedFor() {
    UUID third = store.submit(newJob(plan(0)));
    UUID second = store.submit(newJob("other", plan(1), Optional.empty()));
    UUID first = store.submit(newJob(plan(2)));
    int body = newJob(plan(0)).request().body().length;
    Map<String, Integer> slots = Map.of(LANE, 9, "other", 9);

    assertEquals(Set.of(first, second), ids(store.leases.claim("w", LEASE, slots, body + 1)));
    assertEquals("queued", store.state(third));

    assertEquals(Set.of(third), ids(store.leases.claim("w", LEASE, slots, 0)));
  }

  @Test
  void aClaimedJobComesWithItsRequest() {
    NewJob submitted = newJob(LANE, new NewJob.Plan(0, null, null, null, 7, 90), Optional.empty());
    store.submit(submitted);

    ClaimedJob job = claimOne();

    assertEquals(1, job.lease().attempt());
    assertEquals(7, job.maxAttempts());
    assertEquals(Optional.of(Duration.ofSeconds(90)), job.timeout());
    assertArrayEquals(submitted.request().body(), job.body());
    assertEquals("default", job.tenant());
  }

  @Test
  void aClaimSaysHowLongItsJobHadBeenRunnable() {
    UUID id = store.submit();
    store.execute("update job set run_at = now() - interval '90 s' where id = '" + id + "'");
    long waited = claimOne().waited().toSeconds();

    assertTrue(waited >= 90 && waited < 150, () -> waited + " s");
  }

  @Test
  void aJobThatIsClaimedBeforeItsTimeHasNotWaited() {
    UUID id = store.submit();
    store.execute("update job set run_at = now() + interval '90 s' where id = '" + id + "'");

    assertEquals(Duration.ZERO, claimOne().waited());
  }

  @Test
  void doesNotClaimFromAClosedLane() {
    store.submit();
    store.closures.closeLane(LANE, Duration.ofMinutes(1), "busy", UUID.randomUUID());

    assertTrue(store.claim("w", 1).isEmpty());

    store.execute("update lane_closure set closed_until = now()");
    assertEquals(1, store.claim("w", 1).size());
  }

  @Test
  void aClosureIsNeverShortened() {
    store.closures.closeLane(LANE, Duration.ofMinutes(10), "long", UUID.randomUUID());
    store.closures.closeLane(LANE, Duration.ofSeconds(1), "short", UUID.randomUUID());

    assertEquals(List.of(List.of("long")), store.query("select reason from lane_closure"));
  }

  @Test
  void doesNotClaimJobsPastTheirDeadline() {
    store.submit(newJob(new NewJob.Plan(0, null, null, Instant.now().minusSeconds(1), 3, null)));

    assertTrue(store.claim("w", 1).isEmpty());
  }

  private ClaimedJob claimOne() {
    return store.claim("w", 1).getFirst();
  }

  private static Set<UUID> ids(List<ClaimedJob> jobs) {
    return jobs.stream().map(job -> job.lease().job()).collect(Collectors.toSet());
  }
}
