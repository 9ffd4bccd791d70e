package dev.errand.database;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How long the pool's connections have been idle. Servers, poolers and networks end idle sessions
 * without a word that anybody would hear, so one that idled is asked whether it lives before it is
 * used. One that is used all the time is never asked.
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

  /** Whether it has been idle for so long that it may be dead. */
  boolean isDoubtful(Connection connection) {
    Long returned = since.get(connection);
    return returned != null && System.nanoTime() - returned > TRUSTED.toNanos();
  }
}
