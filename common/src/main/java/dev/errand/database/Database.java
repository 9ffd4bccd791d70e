package dev.errand.database;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The one way to the connection pool: a fair gate, narrower than the pool, stands before it.
 *
 * <p>Never may more virtual threads want a connection than the pool holds: Agroal's waiters spin,
 * and enough of them starve the threads that would give a connection back.
 */
@ApplicationScoped
public class Database {

  private static final long WAIT_SECONDS = 5;

  private final DataSource dataSource;
  private final Semaphore gate;

  @Inject
  public Database(
      DataSource dataSource,
      @ConfigProperty(name = "quarkus.datasource.jdbc.max-size") int poolSize) {
    this.dataSource = dataSource;
    // One is left to Quarkus' health check, which does not pass the gate.
    this.gate = new Semaphore(Math.max(1, poolSize - 1), true);
  }

  /** Work on a connection. */
  @FunctionalInterface
  public interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  /**
   * Runs one statement, which commits by itself.
   *
   * @throws DatabaseException where Postgres can't be reached, refuses, or no connection gets free
   *     within {@value #WAIT_SECONDS} seconds
   */
  public <T> T statement(Work<T> work) {
    return gated(
        () -> {
          try (Connection connection = dataSource.getConnection()) {
            return work.on(connection);
          } catch (SQLException e) {
            throw new DatabaseException(e);
          }
        });
  }

  /** Runs reads through JPA, in a transaction of their own. Must not be nested. */
  public <T> T read(Supplier<T> reads) {
    return gated(() -> QuarkusTransaction.requiringNew().call(reads::get));
  }

  private <T> T gated(Supplier<T> work) {
    enter();
    try {
      return work.get();
    } finally {
      gate.release();
    }
  }

  private void enter() {
    try {
      if (!gate.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
        throw new DatabaseException(
            "no database connection got free within %d s".formatted(WAIT_SECONDS));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DatabaseException("interrupted while waiting for a database connection");
    }
  }
}
