package dev.errand.database;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSource.FlushMode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
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

  private final DataSource dataSource;
  private final DatabaseTimeouts timeouts;
  private final Semaphore gate;
  private final LongSupplier nanos;
  private volatile long answered;

  @Inject
  public Database(
      DataSource dataSource,
      @ConfigProperty(name = "quarkus.datasource.jdbc.max-size") int poolSize,
      DatabaseTimeouts timeouts) {
    this(dataSource, poolSize, timeouts, System::nanoTime);
  }

  Database(DataSource dataSource, int poolSize, DatabaseTimeouts timeouts, LongSupplier nanos) {
    this.dataSource = dataSource;
    this.timeouts = timeouts;
    this.nanos = nanos;
    this.answered = nanos.getAsLong();
    // One is left to the probe, which does not pass the gate.
    this.gate = new Semaphore(Math.max(1, poolSize - 1), true);
  }

  /** Work on a connection. */
  @FunctionalInterface
  public interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  /**
   * Runs a statement, or several that needn't see the same moment: each commits by itself.
   *
   * @throws DatabaseException where Postgres can't be reached, refuses, does not answer in time, or
   *     no connection gets free in time
   */
  public <T> T statement(Work<T> work) {
    return gated(() -> onConnection(work));
  }

  /** Like {@link #statement}, for one that moves or deletes many rows and may take its time. */
  public <T> T bulk(Work<T> work) {
    return statement(connection -> patiently(connection, work));
  }

  /**
   * Runs one statement beside the gate. For one caller at a time, which is {@link DatabaseWatch}.
   */
  <T> T probe(Work<T> work) {
    return onConnection(work);
  }

  /** When work on a connection succeeded last, in the clock's ns; the start, where none has. */
  long answered() {
    return answered;
  }

  /** How long a caller of a group commit waits. */
  public Duration callersPatience() {
    return timeouts.caller();
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
      if (!gate.tryAcquire(timeouts.turn().toNanos(), TimeUnit.NANOSECONDS)) {
        throw new DatabaseException(
            "no database connection got free within %d ms".formatted(timeouts.turn().toMillis()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DatabaseException("interrupted while waiting for a database connection");
    }
  }

  private <T> T onConnection(Work<T> work) {
    try (Connection connection = dataSource.getConnection()) {
      T done = work.on(connection);
      answered = nanos.getAsLong();
      return done;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private <T> T patiently(Connection connection, Work<T> work) throws SQLException {
    StatementLimit.set(connection, timeouts.bulk());
    try {
      return work.on(connection);
    } finally {
      StatementLimit.set(connection, timeouts.statement());
    }
  }

  private DatabaseException failed(SQLException e) {
    DatabaseException failure = new DatabaseException(e);
    if (failure.isConnectionLost() && dataSource instanceof AgroalDataSource pool) {
      // Its neighbours are no better: left in the pool, each would fail somebody's request.
      pool.flush(FlushMode.GRACEFUL);
    }
    return failure;
  }
}
