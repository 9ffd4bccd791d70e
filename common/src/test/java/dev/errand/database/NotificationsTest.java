package dev.errand.database;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.rig.wire.TcpProxy;
import dev.errand.testing.EmbeddedDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NotificationsTest {

  private final String url = EmbeddedDatabase.freshDatabase();
  private final TcpProxy proxy = TcpProxy.inFrontOf(url);
  private final Notifications notifications =
      new Notifications(
          ListeningConnection.Settings.of(DatabaseAddress.of(proxy.url(url)))
              .checkingAfter(Duration.ofSeconds(1)));
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();

  @BeforeEach
  void countConnections() {
    notifications.onReconnect(connections::incrementAndGet);
  }

  @AfterEach
  void close() {
    notifications.close();
    proxy.close();
  }

  @Test
  void nothingConnectsBeforeTheFirstListener() {
    assertFalse(notifications.connected());
    assertEquals(0, connections.get());
  }

  @Test
  void receiversHearTheirChannelAndNoOther() throws SQLException {
    listen("one");
    send("other", "x");
    send("one", "a");
    send("one", "b");
    await().until(() -> heard.equals(List.of("a", "b")));
    assertTrue(notifications.connected());
  }

  @Test
  void aChannelMayHaveAnyNameAndBeAddedAtAnyTime() throws SQLException {
    listen("one");
    listen("Odd \"name\": with 'quotes'");
    send("Odd \"name\": with 'quotes'", "a");
    await().until(() -> heard.equals(List.of("a")));
    assertThrows(IllegalArgumentException.class, () -> listen("x".repeat(64)));
  }

  @Test
  void anotherSchemasNotificationsAreNotHeard() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url)) {
      connection.createStatement().execute("create schema errand; create schema other");
    }
    List<String> inErrand = new CopyOnWriteArrayList<>();
    AtomicInteger listening = new AtomicInteger();
    try (Closing own =
        new Closing(new Notifications(DatabaseAddress.of(url + "&currentSchema=errand")))) {
      own.notifications.onReconnect(listening::incrementAndGet);
      own.notifications.listen("one", inErrand::add);
      await().until(() -> listening.get() > 0);
      listen("one");
      announce("public", "to public");
      announce("other", "to other");
      announce("errand", "to errand");

      await().until(() -> inErrand.equals(List.of("to errand")));
      await().until(() -> heard.equals(List.of("to public")));
    }
  }

  private record Closing(Notifications notifications) implements AutoCloseable {
    @Override
    public void close() {
      notifications.close();
    }
  }

  private void announce(String schema, String payload) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url + "&currentSchema=" + schema)) {
      connection
          .createStatement()
          .execute("select pg_notify(%s, '%s')".formatted(Channel.sql("'one'"), payload));
    }
  }

  @Test
  void aReceiverThatThrowsStopsNeitherTheOthersNorItself() throws SQLException {
    notifications.listen(
        "one",
        payload -> {
          heard.add("broken " + payload);
          throw new IllegalStateException("expected in this test");
        });
    listen("one");
    send("one", "a");
    send("one", "b");
    await().until(() -> heard.equals(List.of("broken a", "a", "broken b", "b")));
  }

  @Test
  void listensAgainAfterTheConnectionWasCut() throws SQLException {
    listen("one");
    int before = connections.get();
    proxy.cut();
    await().until(() -> connections.get() > before);
    send("one", "a");
    await().until(() -> heard.equals(List.of("a")));
  }

  @Test
  void listensAgainAfterAnOutage() throws SQLException {
    listen("one");
    proxy.refuse();
    await().until(() -> !notifications.connected());
    proxy.restore();
    await().until(notifications::connected);
    send("one", "a");
    await().until(() -> heard.equals(List.of("a")));
  }

  @Test
  void noticesAConnectionThatDiedInSilence() throws SQLException {
    listen("one");
    proxy.freeze();
    await().atMost(Duration.ofSeconds(15)).until(() -> !notifications.connected());
    proxy.restore();
    await().atMost(Duration.ofSeconds(15)).until(notifications::connected);
    send("one", "a");
    await().until(() -> heard.equals(List.of("a")));
  }

  @Test
  void afterCloseNothingIsHeard() throws SQLException {
    listen("one");
    notifications.close();
    send("one", "a");
    assertFalse(notifications.connected());
    assertEquals(List.of(), heard);
  }

  private void listen(String channel) {
    int before = connections.get();
    notifications.listen(channel, heard::add);
    await().until(() -> connections.get() > before);
  }

  private void send(String channel, String payload) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        PreparedStatement statement = connection.prepareStatement("select pg_notify(?, ?)")) {
      statement.setString(1, channel);
      statement.setString(2, payload);
      statement.execute();
    }
  }
}
