package dev.errand.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.testing.EmbeddedDatabase;
import dev.errand.testing.PgBouncer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionsTest {

  private static final String DATABASE = EmbeddedDatabase.freshDatabase();

  private PgBouncer pooler;

  @AfterEach
  void stop() {
    if (pooler != null) {
      pooler.close();
    }
  }

  @Test
  void withoutAPoolerSessionsAreKept() throws SQLException {
    assertKept(DATABASE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "default_pool_size = 3", "server_round_robin = 1"})
  void aPoolerInSessionModeKeepsThem(String setting) throws SQLException {
    pooler = new PgBouncer(DATABASE, "session", setting);

    assertKept(pooler.url());
  }

  /**
   * An idle pooler, one with a single session, a round-robin one, and one that ends each session
   * immediately.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "default_pool_size = 1",
        "server_round_robin = 1",
        "min_pool_size = 2\nserver_round_robin = 1",
        "min_pool_size = 3\nserver_round_robin = 1",
        "min_pool_size = 7",
        "server_lifetime = 0"
      })
  void aPoolerInTransactionModeIsFound(String setting) throws SQLException {
    pooler = new PgBouncer(DATABASE, "transaction", setting);

    assertShared(pooler.url());
  }

  @Test
  void aPoolerInStatementModeIsFound() throws SQLException {
    pooler = new PgBouncer(DATABASE, "statement");

    assertShared(pooler.url());
  }

  @Test
  void aBusyPoolerIsFound() throws Exception {
    pooler = new PgBouncer(DATABASE, "transaction", "default_pool_size = 4");
    AtomicBoolean enough = new AtomicBoolean();
    try (ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 8; i++) {
        others.submit(() -> ask(enough));
      }
      try {
        for (int i = 0; i < 20; i++) {
          assertShared(pooler.url());
        }
      } finally {
        enough.set(true);
      }
    }
  }

  @Test
  void whoNamesNoStatementMayUseIt() throws SQLException {
    pooler = new PgBouncer(DATABASE, "transaction");
    Sessions sessions = new Sessions(DatabaseAddress.of(pooler.url() + "&prepareThreshold=0"));

    assertTrue(sessions.areNotKept());
    assertEquals(Optional.empty(), sessions.obstacle());
    assertEquals(0, sessions.prepareThreshold());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "&prepareThreshold=3", "&prepareThreshold=00"})
  void namesAreAssignedAccordingToTheUrl(String parameter) throws SQLException {
    Sessions sessions = new Sessions(DatabaseAddress.of(DATABASE + parameter));

    assertEquals(Optional.empty(), sessions.obstacle());
    assertEquals(
        parameter.isEmpty() ? 5 : parameter.endsWith("3") ? 3 : 0, sessions.prepareThreshold());
  }

  @Test
  void aPoolerWhoseModeIsChangedIsFoundWithinAMinute() throws SQLException {
    AtomicLong clock = new AtomicLong();
    pooler = new PgBouncer(DATABASE, "session");
    Sessions sessions = new Sessions(DatabaseAddress.of(pooler.url()), clock::get);
    assertEquals(Optional.empty(), sessions.obstacle());
    pooler.reconfigure("transaction");

    clock.addAndGet(59_000_000_000L);
    assertEquals(Optional.empty(), sessions.obstacle());
    clock.addAndGet(1_000_000_000L);
    assertEquals(Optional.of(Sessions.SHARED), sessions.obstacle());
    assertEquals(0, sessions.prepareThreshold());
  }

  private static void assertKept(String url) throws SQLException {
    Sessions sessions = new Sessions(DatabaseAddress.of(url));
    assertEquals(0, sessions.prepareThreshold(), "nothing is named before that is known");
    assertEquals(Optional.empty(), sessions.obstacle());
    assertEquals(5, sessions.prepareThreshold());
    assertFalse(sessions.areNotKept());
  }

  private static void assertShared(String url) throws SQLException {
    Sessions sessions = new Sessions(DatabaseAddress.of(url));
    assertEquals(Optional.of(Sessions.SHARED), sessions.obstacle());
    assertEquals(0, sessions.prepareThreshold());
  }

  private Void ask(AtomicBoolean enough) throws SQLException {
    try (Connection connection = DriverManager.getConnection(pooler.url())) {
      while (!enough.get()) {
        connection.createStatement().execute("select 1");
      }
      return null;
    }
  }
}
