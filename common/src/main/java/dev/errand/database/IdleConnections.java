package dev.errand.database;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How long the pool's connections have been idle. Servers, poolers and networks end idle sessions
 * silently, so an idle connection is checked before it is used. A connection in constant use is
 * never checked.
 */
@ApplicationScoped
class IdleConnections {

  private static final Duration TRUSTED = Duration.ofMillis(500);

  private final Map<Connection, Long> since = new ConcurrentHashMap<>();

  void returned(Connection connection) {
    since.put(connection, System.nanoTime());
  }

  void ended(Connection connection) {
    since.remove(connection);
  }

  /** Whether it has been idle long enough that it may be dead. */
  boolean isDoubtful(Connection connection) {
    Long returned = since.get(connection);
    return returned != null && System.nanoTime() - returned > TRUSTED.toNanos();
  }
}
