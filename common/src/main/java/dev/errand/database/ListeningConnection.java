package dev.errand.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** One connection that listens; used by one thread. */
final class ListeningConnection implements AutoCloseable {

  /** How soon a channel added meanwhile is noticed. */
  private static final Duration POLL = Duration.ofMillis(250);

  private final Connection connection;
  private final PGConnection notifications;
  private final long pollsUntilCheck;
  private final Set<String> channels = new HashSet<>();
  private long idlePolls;

  /**
   * How to connect.
   *
   * @param checkAfter the silence after which the connection must prove that it is alive
   */
  record Settings(String url, Properties properties, Duration checkAfter) {

    static Settings of(String url, Optional<String> username, Optional<String> password) {
      Properties properties = new Properties();
      username.ifPresent(user -> properties.setProperty("user", user));
      password.ifPresent(secret -> properties.setProperty("password", secret));
      properties.setProperty("ApplicationName", "errand notifications");
      properties.setProperty("connectTimeout", "5");
      properties.setProperty("socketTimeout", "5");
      properties.setProperty("tcpKeepAlive", "true");
      return new Settings(url, properties, Duration.ofSeconds(10));
    }

    Settings checkingAfter(Duration silence) {
      return new Settings(url, properties, silence);
    }
  }

  ListeningConnection(Settings settings) throws SQLException {
    this.connection = DriverManager.getConnection(settings.url(), settings.properties());
    this.notifications = connection.unwrap(PGConnection.class);
    this.pollsUntilCheck = settings.checkAfter().dividedBy(POLL);
  }

  /** Listens to those of the names that are new; whether there were any. */
  boolean listen(Collection<String> names) throws SQLException {
    boolean any = false;
    for (String name : names) {
      if (channels.add(name)) {
        execute("listen \"" + name.replace("\"", "\"\"") + "\"");
        any = true;
      }
    }
    return any;
  }

  /** Waits a moment for notifications. */
  PGNotification[] await() throws SQLException {
    PGNotification[] arrived = notifications.getNotifications((int) POLL.toMillis());
    if (arrived.length > 0) {
      idlePolls = 0;
    } else if (++idlePolls >= pollsUntilCheck) {
      // A blackholed connection is silent too: only an answer tells them apart.
      execute("select 1");
      idlePolls = 0;
    }
    return arrived;
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
