package dev.errand.worker.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.database.DatabaseException;
import dev.errand.job.Usage;
import dev.errand.store.AttemptEnd;
import dev.errand.store.AttemptEnd.Call;
import dev.errand.store.EndFate;
import dev.errand.store.Lease;
import dev.errand.testing.MigratedDatabase;
import dev.errand.testing.StoreFixture;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The finisher with a real store whose connection breaks. */
class FinisherTest {

  private static final Call CALL = new Call(200, "req-1", new Usage(3L, 4L, 7L));

  private final String url = MigratedDatabase.fresh();
  private final StoreFixture store = new StoreFixture(url);
  private final AtomicInteger failures = new AtomicInteger();
  private boolean committed;
  private final Finisher finisher = new Finisher(this::write, 16 << 20, Duration.ofSeconds(20));

  @AfterEach
  void close() {
    finisher.close();
  }

  @Test
  void anAnswerIsKeptUntilTheDatabaseIsBack() {
    Lease lease = claim();
    failures.set(2);

    assertTrue(finisher.finish(AttemptEnd.succeeded(lease, new byte[] {1}, CALL)));

    assertRecordedOnce("succeeded");
  }

  @Test
  void anEndWhoseConfirmationWasLostHasWonAndIsRecordedOnce() {
    Lease lease = claim();
    committed = true;
    failures.set(1);

    assertTrue(finisher.finish(AttemptEnd.succeeded(lease, new byte[] {1}, CALL)));

    assertRecordedOnce("succeeded");
  }

  @Test
  void anAnswerWhoseLeaseWasLostIsNotRecorded() {
    Lease lease = claim();
    store.execute("update job set lease_until = now() - interval '1 s'");
    store.dispatch.reclaim(10);
    failures.set(1);

    assertFalse(finisher.finish(AttemptEnd.succeeded(lease, new byte[] {1}, CALL)));

    assertEquals(
        List.of(List.of("lost")), store.query("select outcome from attempt order by number"));
  }

  @Test
  void aLockedJobIsRecordedOnceItsLockIsOver() throws SQLException {
    Lease lease = claim();
    try (Connection somebody = DriverManager.getConnection(url)) {
      somebody.setAutoCommit(false);
      somebody.createStatement().execute("select from job for update");
      CompletableFuture<Boolean> won =
          CompletableFuture.supplyAsync(
              () -> finisher.finish(AttemptEnd.succeeded(lease, new byte[] {1}, CALL)));
      Lease neighbour = claim();

      assertTrue(finisher.finish(AttemptEnd.succeeded(neighbour, new byte[] {1}, CALL)));
      assertFalse(won.isDone());

      somebody.rollback();
      assertTrue(won.join());
    }
    assertEquals(
        List.of(List.of("succeeded", "2")),
        store.query("select state, count(*) from job group by state"));
  }

  private Lease claim() {
    store.submit();
    return store.claim("w", 1).getFirst().lease();
  }

  private void assertRecordedOnce(String outcome) {
    assertEquals(List.of(List.of(outcome)), store.query("select outcome from attempt"));
    assertEquals(List.of(List.of("1")), store.query("select count(*) from job_result"));
  }

  private List<EndFate> write(List<AttemptEnd> ends) {
    if (failures.getAndDecrement() <= 0) {
      return store.leases.end("w", ends);
    }
    if (committed) {
      store.leases.end("w", ends);
    }
    throw new DatabaseException("expected in this test: the connection broke");
  }
}
