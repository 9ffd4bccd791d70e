package dev.errand.testing;

import dev.errand.rig.FreePorts;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real Postgres for tests: one server for each test JVM, a fresh database for each user of it.
 */
public class EmbeddedDatabase implements QuarkusTestResourceLifecycleManager {

  private static final AtomicInteger DATABASES = new AtomicInteger();

  private static final class Server {
    static final EmbeddedPostgres POSTGRES = start();

    private static EmbeddedPostgres start() {
      try {
        return builder().setServerConfig("max_connections", "300").start();
      } catch (IOException e) {
        throw new UncheckedIOException("embedded Postgres did not start", e);
      }
    }
  }

  /** A server with enough time to start on a slow machine, on a port that stays free until then. */
  static EmbeddedPostgres.Builder builder() {
    return EmbeddedPostgres.builder()
        .setPort(FreePorts.next())
        .setPGStartupWait(Duration.ofSeconds(60));
  }

  /** The JDBC URL of a new, empty database. */
  public static String freshDatabase() {
    return freshDatabase("");
  }

  /** The JDBC URL of a new, empty database with this encoding. */
  public static String freshDatabaseIn(String encoding) {
    return freshDatabase(
        " encoding '%s' lc_collate 'C' lc_ctype 'C' template template0".formatted(encoding));
  }

  /**
   * The JDBC URL of a new copy of a database, to which nobody is connected.
   *
   * @param template the JDBC URL of the copied one
   */
  static String copyOf(String template) {
    return freshDatabase(" template " + template.replaceAll(".*/|[?].*", ""));
  }

  private static String freshDatabase(String options) {
    String name = "errand_" + DATABASES.incrementAndGet();
    try (Connection connection = Server.POSTGRES.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name + options);
    } catch (SQLException e) {
      throw new IllegalStateException("no fresh database", e);
    }
    return Server.POSTGRES.getJdbcUrl("postgres", name);
  }

  @Override
  public Map<String, String> start() {
    return Map.of("errand.database.url", freshDatabase());
  }

  @Override
  public void stop() {
    // The server stops with the JVM.
  }
}
