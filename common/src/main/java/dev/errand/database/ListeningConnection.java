package dev.errand.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** One connection that listens; used by one thread. */
final class ListeningConnection implements AutoCloseable {

  /** How soon a newly added channel is noticed. */
  private static final Duration POLL = Duration.ofMillis(250);

  private final Connection connection;
  private final PGConnection notifications;
  private final long pollsUntilCheck;
  private final Map<String, String> names = new HashMap<>();
  private String schema = "public";
  private long idlePolls;

  /**
   * How to connect.
   *
   * @param checkAfter the silence after which the connection is checked
   */
  record Settings(String url, Properties properties, String schema, Duration checkAfter) {

    static Settings of(DatabaseAddress address) {
      return new Settings(
          address.directUrl(),
          address.login("errand notifications"),
          address.schema().orElse("public"),
          Duration.ofSeconds(10));
    }

    Settings checkingAfter(Duration silence) {
      return new Settings(url, properties, schema, silence);
    }
  }

  private ListeningConnection(Settings settings) throws SQLException {
    this.connection = DriverManager.getConnection(settings.url(), settings.properties());
    this.notifications = connection.unwrap(PGConnection.class);
    this.pollsUntilCheck = settings.checkAfter().dividedBy(POLL);
  }

  /** Connects, and ensures that notifications will arrive. */
  static ListeningConnection open(Settings settings) throws SQLException {
    ListeningConnection opened = new ListeningConnection(settings);
    try {
      opened.demandSession(settings);
      opened.findSchema(settings.schema());
      return opened;
    } catch (SQLException e) {
      opened.close();
      throw e;
    }
  }

  /** Behind a pooler in transaction mode, another connection would receive the notifications. */
  private void demandSession(Settings settings) throws SQLException {
    if (SharedSessions.at(connection, settings.url(), settings.properties())) {
      throw new NoSessionException();
    }
  }

  /** The connection leads through a pooler in transaction mode. */
  static final class NoSessionException extends SQLException {

    private static final long serialVersionUID = 1L;

    NoSessionException() {
      super(
          "a pooler in transaction mode does not pass them on; without them, Prefer: wait responds"
              + " and jobs start up to a second later, and cancelled calls stop at the next"
              + " heartbeat; to get notifications, set errand.database.direct-url to a URL without"
              + " the pooler");
    }
  }

  /** Listens to the new ones of these names; returns whether there were any. */
  boolean listen(Collection<String> wanted) throws SQLException {
    boolean any = false;
    for (String name : wanted) {
      String channel = Channel.of(name, schema);
      if (names.putIfAbsent(channel, name) == null) {
        execute("listen \"" + channel.replace("\"", "\"\"") + "\"");
        any = true;
      }
    }
    return any;
  }

  /** The name for a channel; empty if nobody listens to it. */
  Optional<String> name(String channel) {
    return Optional.ofNullable(names.get(channel));
  }

  /** Waits a moment for notifications. */
  PGNotification[] await() throws SQLException {
    PGNotification[] arrived = notifications.getNotifications((int) POLL.toMillis());
    if (arrived.length > 0) {
      idlePolls = 0;
    } else if (++idlePolls >= pollsUntilCheck) {
      // A blackholed connection is silent, too: only a response distinguishes them.
      execute("select 1");
      idlePolls = 0;
    }
    return arrived;
  }

  /** The schema may not exist yet. */
  private void findSchema(String wanted) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select current_schema()")) {
      row.next();
      schema = row.getString(1) == null ? wanted : row.getString(1);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
