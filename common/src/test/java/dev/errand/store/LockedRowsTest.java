package dev.errand.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.errand.job.Failure;
import dev.errand.job.Outcome;
import dev.errand.store.AttemptEnd.Call;
import dev.errand.testing.MigratedDatabase;
import dev.errand.testing.StoreFixture;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A row that is locked by another transaction delays only its own job. */
class LockedRowsTest {

  private final String url = MigratedDatabase.fresh();
  private final StoreFixture store = new StoreFixture(url);
  private final Connection somebody = connect();

  @AfterEach
  void close() throws SQLException {
    somebody.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"update", "no key update", "share"})
  void aLockedRowDoesNotHoldUpItsBatch(String lock) throws SQLException {
    List<Lease> leases = claim(3);
    lock("select from job where id = '%s' for %s".formatted(leases.get(1).job(), lock));
    List<AttemptEnd> ends = leases.stream().map(LockedRowsTest::succeeded).toList();

    assertEquals(
        List.of(EndFate.RECORDED, EndFate.LOCKED, EndFate.RECORDED), store.leases.end("w", ends));

    somebody.rollback();
    assertEquals(
        List.of(EndFate.RECORDED, EndFate.RECORDED, EndFate.RECORDED), store.leases.end("w", ends));
    assertEquals(List.of(List.of("3")), store.query("select count(*) from job_result"));
  }

  @Test
  void aLockForAMoveThatEndedTheAttemptLeavesNothingToRecord() throws SQLException {
    Lease lease = claim(1).getFirst();
    lock(
        "update job set state = 'cancelled', ended_at = now(), lease_owner = null,"
            + " lease_until = null where id = '%s'".formatted(lease.job()));

    assertEquals(List.of(EndFate.LOCKED), store.leases.end("w", List.of(succeeded(lease))));
    somebody.commit();
    assertEquals(List.of(EndFate.LEASE_GONE), store.leases.end("w", List.of(succeeded(lease))));
  }

  @Test
  void ofALockedBatchNothingIsLost() throws SQLException {
    List<Lease> leases = claim(3);
    lock("select from job for update");
    List<AttemptEnd> ends =
        List.of(
            succeeded(leases.get(0)),
            AttemptEnd.handedBack(leases.get(1)),
            AttemptEnd.retryLater(
                leases.get(2),
                Outcome.FAILED,
                Duration.ofHours(1),
                new Failure(Failure.Type.CONNECTION, "reset"),
                Call.UNHEARD));

    assertEquals(
        List.of(EndFate.LOCKED, EndFate.LOCKED, EndFate.LOCKED), store.leases.end("w", ends));
    somebody.rollback();
    store.leases.end("w", ends);

    assertEquals(
        List.of(List.of("queued"), List.of("scheduled"), List.of("succeeded")),
        store.query("select state from job order by state"));
  }

  private List<Lease> claim(int jobs) {
    for (int i = 0; i < jobs; i++) {
      store.submit();
    }
    return store.claim("w", jobs).stream().map(ClaimedJob::lease).toList();
  }

  private void lock(String sql) throws SQLException {
    somebody.createStatement().execute(sql);
  }

  private Connection connect() {
    try {
      Connection connection = DriverManager.getConnection(url);
      connection.setAutoCommit(false);
      return connection;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static AttemptEnd succeeded(Lease lease) {
    return AttemptEnd.succeeded(lease, new byte[] {1}, Call.UNHEARD);
  }
}
