package dev.errand.api.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.errand.database.DatabaseException;
import dev.errand.database.DatabaseTrouble;
import dev.errand.tenant.Caller;
import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Administration in a transaction that the transaction manager has given up meanwhile. */
@QuarkusTest
@TestProfile(AdminDatabaseQuarkusTest.OneSecond.class)
@QuarkusTestResource(EmbeddedDatabase.class)
class AdminDatabaseQuarkusTest {

  private static final long LONGER = 2_500;

  @Inject AdminDatabase database;
  @Inject Audit audit;
  @Inject AuditEntries entries;

  @Test
  void whatComesAfterTheEndOfTheTransactionIsOutOfTime() {
    outOfTime(
        () -> {
          sleep();
          record();
        });
  }

  @Test
  void itsCommitIsOutOfTime() {
    outOfTime(
        () -> {
          record();
          sleep();
        });
  }

  private void outOfTime(Runnable work) {
    DatabaseException e =
        assertThrows(
            DatabaseException.class,
            () ->
                database.transaction(
                    () -> {
                      work.run();
                      return "done";
                    }));

    assertEquals(DatabaseTrouble.TIMEOUT, e.trouble());
    long recorded = database.transaction(() -> entries.count());
    assertEquals(0, recorded);
  }

  private void record() {
    audit.record(
        Instant.now(), new Author(Caller.open(), "127.0.0.1"), "test", "nothing", Map.of());
  }

  private static void sleep() {
    try {
      Thread.sleep(LONGER);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A transaction may take a second. */
  public static final class OneSecond implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("errand.database.timeout.caller", "1S");
    }
  }
}
