package dev.errand.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.errand.job.Usage;
import dev.errand.store.AttemptEnd.Call;
import dev.errand.tenant.Caller;
import dev.errand.testing.StoreFixture;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class LeaseStoreRaceTest {

  private static final Call CALL = new Call(200, null, Usage.UNKNOWN);
  private static final WorkerBeat BEAT = StoreFixture.beat("w");

  private final StoreFixture store = new StoreFixture();

  @Test
  void concurrentClaimsNeverGetTheSameJob() throws Exception {
    List<NewJob> jobs = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      jobs.add(StoreFixture.newJob(StoreFixture.plan(0)));
    }
    store.submissions.accept(jobs);

    List<List<UUID>> claims = new ArrayList<>();
    for (Future<List<UUID>> worker : together(10, this::claimAll)) {
      claims.add(worker.get());
    }

    List<UUID> all = claims.stream().flatMap(List::stream).toList();
    assertEquals(1000, all.size());
    assertEquals(1000, Set.copyOf(all).size());
  }

  @Test
  void aConcurrentCancelAndFinishLeaveOneEnding() throws Exception {
    for (int round = 0; round < 50; round++) {
      UUID id = store.submit();
      Lease lease = store.claim("w", 1).getFirst().lease();

      List<Future<Boolean>> moves =
          together(
              List.of(
                  () -> store.jobs.cancel(Caller.open(), id).orElseThrow().won(),
                  () ->
                      store
                              .leases
                              .end("w", List.of(AttemptEnd.succeeded(lease, new byte[] {1}, CALL)))
                              .getFirst()
                          == EndFate.RECORDED));

      Set<Boolean> won = new HashSet<>();
      for (Future<Boolean> move : moves) {
        won.add(move.get());
      }
      assertEquals(Set.of(true, false), won);
    }
    assertEquals(
        List.of(List.of("50")),
        store.query(
            "select count(*) from job j join attempt a on a.job_id = j.id and a.outcome ="
                + " j.state"));
  }

  @Test
  void concurrentSubmissionsUnderOneKeyAreOneJob() throws Exception {
    NewJob.Key key = new NewJob.Key("k", new byte[] {1}, new byte[] {2});
    for (Future<Acceptance> fate :
        together(
            20,
            () ->
                store
                    .submissions
                    .accept(
                        List.of(
                            StoreFixture.newJob(
                                "default", StoreFixture.plan(0), java.util.Optional.of(key))))
                    .getFirst())) {
      fate.get();
    }

    assertEquals(List.of(List.of("1")), store.query("select count(*) from job"));
    assertEquals(List.of(List.of("1")), store.query("select count(*) from job_request"));
  }

  @Test
  void heartbeatsAndFinishesOfTheSameJobsDoNotDeadlock() throws Exception {
    List<NewJob> jobs = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      jobs.add(StoreFixture.newJob(StoreFixture.plan(0)));
    }
    for (int round = 0; round < 5; round++) {
      store.execute("truncate job, job_request, job_result, attempt");
      store.submissions.accept(jobs);
      List<Lease> leases = store.claim("w", 400).stream().map(ClaimedJob::lease).toList();
      List<AttemptEnd> ends =
          leases.reversed().stream()
              .map(lease -> AttemptEnd.succeeded(lease, new byte[] {1}, CALL))
              .toList();

      List<Future<Boolean>> both =
          together(
              List.of(
                  () -> {
                    while (!store.leases.extend(BEAT, StoreFixture.LEASE, leases).isEmpty()) {
                      Thread.yield();
                    }
                    return true;
                  },
                  () -> {
                    // A heartbeat's locks are short; recorded ends remain recorded.
                    while (store.leases.end("w", ends).contains(EndFate.LOCKED)) {
                      Thread.yield();
                    }
                    return Set.copyOf(store.leases.end("w", ends)).equals(Set.of(EndFate.RECORDED));
                  }));

      assertEquals(true, both.get(0).get());
      assertEquals(true, both.get(1).get());
    }
  }

  private List<UUID> claimAll() {
    List<UUID> mine = new ArrayList<>();
    String worker = Thread.currentThread().toString();
    List<ClaimedJob> claimed = store.claim(worker, 7);
    while (!claimed.isEmpty()) {
      claimed.forEach(job -> mine.add(job.lease().job()));
      claimed = store.claim(worker, 7);
    }
    return mine;
  }

  private static <T> List<Future<T>> together(int times, Callable<T> work) throws Exception {
    return together(java.util.Collections.nCopies(times, work));
  }

  private static <T> List<Future<T>> together(List<Callable<T>> work) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      return threads.invokeAll(work);
    }
  }
}
