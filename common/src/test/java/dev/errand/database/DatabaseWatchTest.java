package dev.errand.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.testing.EmbeddedDatabase;
import dev.errand.testing.MigratedDatabase;
import dev.errand.testing.TestedTimeouts;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

class DatabaseWatchTest {

  private static final String URL = MigratedDatabase.fresh();

  private final ScarceConnections connections = new ScarceConnections();
  private final AtomicLong clock = new AtomicLong();
  private final Database database =
      new Database(connections, 2, TestedTimeouts.defaults(), clock::get);
  private final DatabaseWatch watch =
      new DatabaseWatch(
          database, new Sessions(DatabaseAddress.of(URL)), new SimpleMeterRegistry(), clock::get);

  @Test
  void itIsUsableOnceItHasAnswered() {
    assertFalse(watch.isUsable());
    watch.look();
    assertTrue(watch.isUsable(), watch.state());
  }

  @ParameterizedTest
  @ValueSource(strings = {"LATIN1", "SQL_ASCII", "WIN1252", "EUC_JP"})
  void inAnotherEncodingThanUtf8ItIsNotUsable(String encoding) {
    connections.setUrl(EmbeddedDatabase.freshDatabaseIn(encoding));
    watch.look();
    assertFalse(watch.isUsable());
    assertTrue(watch.state().startsWith("its encoding is " + encoding + ","), watch.state());
  }

  @Test
  void itIsUnavailableWhileNoConnectionSucceeds() {
    watch.look();
    connections.beforeEach(this::none);
    watch.look();
    assertEquals("away: no connection is free", watch.state());
    connections.beforeEach(() -> {});
    watch.look();
    assertTrue(watch.isUsable(), watch.state());
  }

  @Test
  void itIsAvailableIfOtherQueriesSucceedWhileTheCheckWaits() {
    watch.look();
    connections.beforeEach(
        () -> {
          connections.beforeEach(() -> {});
          pass(Duration.ofSeconds(1));
          work();
          pass(Duration.ofSeconds(1));
          none();
        });
    watch.look();
    assertTrue(watch.isUsable(), watch.state());
  }

  @Test
  void anEarlierSuccessProvesNothing() {
    watch.look();
    work();
    pass(Duration.ofSeconds(1));
    connections.beforeEach(this::none);
    watch.look();
    assertEquals("away: no connection is free", watch.state());
  }

  @Test
  void afterALongSilenceItIsNotUsable() {
    watch.look();
    pass(Duration.ofSeconds(4));
    work();
    pass(Duration.ofSeconds(6));
    assertTrue(watch.isUsable(), watch.state());
    pass(Duration.ofSeconds(1));
    assertEquals("no response for 7 s", watch.state());
    work();
    assertTrue(watch.isUsable(), watch.state());
  }

  private void work() {
    database.statement(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            return statement.execute("select 1");
          }
        });
  }

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }

  private void none() throws SQLException {
    throw new SQLException("no connection is free");
  }

  /** A real database with too few connections. */
  private static final class ScarceConnections extends PGSimpleDataSource {

    private Turn turn = () -> {};

    /** Runs before a connection is handed out. */
    @FunctionalInterface
    private interface Turn {
      void take() throws SQLException;
    }

    ScarceConnections() {
      setUrl(URL);
    }

    void beforeEach(Turn next) {
      turn = next;
    }

    @Override
    public Connection getConnection() throws SQLException {
      turn.take();
      return super.getConnection();
    }
  }
}
