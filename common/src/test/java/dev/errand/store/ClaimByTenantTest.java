package dev.errand.store;

import static dev.errand.testing.StoreFixture.LANE;
import static dev.errand.testing.StoreFixture.LEASE;
import static dev.errand.testing.StoreFixture.plan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.job.Endpoint;
import dev.errand.job.JobId;
import dev.errand.store.NewJob.Request;
import dev.errand.testing.StoreFixture;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Claims while tenants and keys have limits of running calls. */
class ClaimByTenantTest {

  private static final Optional<String> NO_KEY = Optional.empty();

  private final StoreFixture store = new StoreFixture();

  @BeforeEach
  void tenants() {
    store.execute("insert into tenant (name, running) values ('small', 2), ('large', null)");
    store.execute(
        """
        insert into api_key (id, tenant, name, roles, hash, created_at, created_by, running)
        values ('k', 'large', 'k', '{submit}', '', now(), 'test', 1)
        """);
  }

  @Test
  void jobsOfATenantWithoutRoomArePassedOver() {
    List<UUID> small = submit(5, "small", NO_KEY, 9);
    List<UUID> large = submit(5, "large", NO_KEY, 0);

    assertEquals(Set.of(small.get(0), small.get(1), large.get(0)), claim(3));
    assertEquals(Set.of(large.get(1), large.get(2)), claim(2));
    assertEquals("queued", store.state(small.get(2)));
  }

  @Test
  void theEndOfACallMakesRoomForAnother() {
    List<UUID> small = submit(3, "small", NO_KEY, 0);
    List<ClaimedJob> running = claims(3);
    assertEquals(2, running.size());
    assertTrue(running.stream().allMatch(ClaimedJob::makesRoom));
    assertEquals(Set.of(), claim(3));

    store.leases.end("w", List.of(AttemptEnd.handedBack(running.getFirst().lease())));

    // The job that was handed back is the first again.
    assertEquals(Set.of(small.getFirst()), claim(3));
  }

  @Test
  void aKeysCallsAreLimitedApartFromItsTenants() {
    List<UUID> limited = submit(3, "large", Optional.of("k"), 9);
    List<UUID> free = submit(2, "large", Optional.of("other"), 5);
    List<UUID> keyless = submit(2, "large", NO_KEY, 0);

    List<ClaimedJob> claimed = claims(4);

    assertEquals(
        Set.of(limited.getFirst(), free.get(0), free.get(1), keyless.get(0)), ids(claimed));
    assertEquals(1, claimed.stream().filter(ClaimedJob::makesRoom).count());
    assertEquals(Set.of(keyless.get(1)), claim(4));
  }

  @Test
  void theLimitIsForAllLanesTogether() {
    submit(3, "small", NO_KEY, 0, "one", "m");
    submit(3, "small", NO_KEY, 0, "two", "m");

    List<ClaimedJob> claimed =
        store.leases.claim("w", LEASE, Map.of("one", 2, "two", 2), List.of(), Long.MAX_VALUE);

    assertEquals(2, claimed.size());
  }

  @Test
  void theBestJobsOfAllTenantsAreClaimedInTheirOrder() {
    List<UUID> expected = new ArrayList<>();
    for (int priority : new int[] {7, 3, 0, -5}) {
      expected.addAll(submit(1, "large", NO_KEY, priority));
      expected.addAll(submit(1, "default", NO_KEY, priority));
      expected.addAll(submit(1, "large", Optional.of("z"), priority));
    }
    List<UUID> claimed = new ArrayList<>();
    for (int slots : new int[] {3, 3, 3, 3}) {
      Set<UUID> next = claim(slots);
      assertEquals(Set.copyOf(expected.subList(claimed.size(), claimed.size() + slots)), next);
      claimed.addAll(next);
    }
  }

  @Test
  void closedAndLimitedModelsArePassedOverAsWell() {
    List<UUID> closed = submit(2, "large", NO_KEY, 9, LANE, "closed");
    List<UUID> probed = submit(2, "large", NO_KEY, 5, LANE, "probed");
    List<UUID> open = submit(2, "large", NO_KEY, 0, LANE, "open");
    submit(1, "small", NO_KEY, 0, LANE, "closed");
    store.closures.closeModel(LANE, "closed", Duration.ofMinutes(1), "rate", UUID.randomUUID());

    List<ClaimedJob> claimed =
        store.leases.claim(
            "w",
            LEASE,
            Map.of(LANE, 5),
            List.of(new ModelLimit(LANE, "probed", 1)),
            Long.MAX_VALUE);

    assertEquals(Set.of(probed.getFirst(), open.get(0), open.get(1)), ids(claimed));
    assertEquals("queued", store.state(closed.getFirst()));
  }

  @Test
  void withoutLimitsNothingIsMarked() {
    store.execute("update tenant set running = null");
    store.execute("update api_key set running = null");
    submit(1, "small", NO_KEY, 0);

    assertFalse(claims(1).getFirst().makesRoom());
  }

  @Test
  void claimsAtTheSameTimeNeverTakeMoreThanThereIsRoomFor() throws Exception {
    submit(60, "small", NO_KEY, 9);
    submit(60, "large", Optional.of("k"), 5);
    submit(60, "large", NO_KEY, 0);
    Set<UUID> claimed = new HashSet<>();

    try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < 10; round++) {
        for (List<ClaimedJob> some : together(workers, 6)) {
          some.forEach(job -> assertTrue(claimed.add(job.lease().job())));
        }
        assertEquals(
            List.of(List.of("small", "2"), List.of("large k", "1")),
            store.query(
                """
                select concat_ws(' ', tenant, api_key), count(*) from job
                where state = 'running' and (tenant = 'small' or api_key = 'k')
                group by 1 order by 2 desc
                """));
        store.execute(
            """
            update job set state = 'succeeded', ended_at = now(), lease_owner = null,
              lease_until = null
            where state = 'running'
            """);
      }
    }
  }

  private List<List<ClaimedJob>> together(ExecutorService workers, int number)
      throws InterruptedException, ExecutionException {
    List<Future<List<ClaimedJob>>> all = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      all.add(workers.submit(() -> claims(1)));
      all.add(workers.submit(() -> claims(3)));
    }
    List<List<ClaimedJob>> claimed = new ArrayList<>();
    for (Future<List<ClaimedJob>> one : all) {
      claimed.add(one.get());
    }
    return claimed;
  }

  private Set<UUID> claim(int slots) {
    return ids(claims(slots));
  }

  private List<ClaimedJob> claims(int slots) {
    return store.claim("w", slots);
  }

  private static Set<UUID> ids(List<ClaimedJob> jobs) {
    Set<UUID> ids = new HashSet<>();
    jobs.forEach(job -> ids.add(job.lease().job()));
    return ids;
  }

  private List<UUID> submit(int number, String tenant, Optional<String> key, int priority) {
    return submit(number, tenant, key, priority, LANE, "m");
  }

  private List<UUID> submit(
      int number, String tenant, Optional<String> key, int priority, String lane, String model) {
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      ids.add(
          store.submit(
              new NewJob(
                  JobId.next(InstantSource.system()),
                  tenant,
                  key,
                  lane,
                  plan(priority),
                  new Request(Endpoint.CHAT_COMPLETIONS, model, null, new byte[] {'{', '}'}),
                  Optional.empty())));
    }
    return ids;
  }
}
