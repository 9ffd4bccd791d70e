package dev.errand.database;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSource.FlushMode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.postgresql.jdbc.PgConnection;

/**
 * The only access to the connection pool: a fair {@link Gate}, narrower than the pool, in front of
 * it. Work with a {@link Share} passes that first.
 */
@ApplicationScoped
public class Database {

  /** Beyond this, the work itself detects the loss. */
  private static final int DEAD_AT_MOST = 3;

  private static final int VALIDATION_SECONDS = 1;

  /** Within this time, a read can be repeated without exceeding its time limit. */
  private static final Duration SOON = Duration.ofSeconds(1);

  private final DataSource dataSource;
  private final DatabaseTimeouts timeouts;
  private final StatementLimit limit;
  private final IdleConnections idle;
  private final Gate gate;
  private final LongSupplier nanos;
  private volatile long answered;

  @Inject
  public Database(
      DataSource dataSource,
      @ConfigProperty(name = "quarkus.datasource.jdbc.max-size") int poolSize,
      DatabaseTimeouts timeouts,
      Sessions sessions,
      IdleConnections idle) {
    this(
        dataSource,
        poolSize,
        timeouts,
        new StatementLimit(timeouts, !sessions.areNotKept()),
        idle,
        System::nanoTime);
  }

  /** For connections that keep their sessions. */
  public Database(DataSource dataSource, int poolSize, DatabaseTimeouts timeouts) {
    this(dataSource, poolSize, timeouts, System::nanoTime);
  }

  Database(DataSource dataSource, int poolSize, DatabaseTimeouts timeouts, LongSupplier nanos) {
    this(
        dataSource,
        poolSize,
        timeouts,
        new StatementLimit(timeouts, true),
        new IdleConnections(),
        nanos);
  }

  private Database(
      DataSource dataSource,
      int poolSize,
      DatabaseTimeouts timeouts,
      StatementLimit limit,
      IdleConnections idle,
      LongSupplier nanos) {
    this.dataSource = dataSource;
    this.timeouts = timeouts;
    this.limit = limit;
    this.idle = idle;
    this.nanos = nanos;
    this.answered = nanos.getAsLong();
    // One connection is reserved for the probe, which does not pass the gate.
    this.gate = new Gate(Math.max(1, poolSize - 1), timeouts.turn());
  }

  /** Work on a connection. */
  @FunctionalInterface
  public interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  /**
   * Runs a statement, or several that need no common snapshot: each commits separately, or all
   * together behind a pooler in transaction mode.
   *
   * @throws DatabaseException if Postgres cannot be reached, rejects the statement or does not
   *     respond in time, or if no connection becomes free in time
   */
  public <T> T statement(Work<T> work) {
    Optional<Share> share = Share.current();
    return share.isPresent()
        ? share.get().pass(() -> through(share.get().atMost(timeouts.statement()), work))
        : through(timeouts.statement(), work);
  }

  /**
   * Like {@link #statement}, for reads: repeated if the connection turns out to be lost, unless
   * detecting that took long.
   */
  public <T> T read(Work<T> work) {
    long began = System.nanoTime();
    try {
      return statement(work);
    } catch (DatabaseException e) {
      if (!e.isConnectionLost() || System.nanoTime() - began > SOON.toNanos()) {
        throw e;
      }
      return statement(work);
    }
  }

  /** Like {@link #statement}, for statements that move or delete many rows and may take longer. */
  public <T> T bulk(Work<T> work) {
    return through(timeouts.bulk(), work);
  }

  /**
   * Runs one statement without passing the gate. For one caller at a time: {@link DatabaseWatch}.
   */
  <T> T probe(Work<T> work) {
    return onConnection(timeouts.statement(), work);
  }

  /** Replaces all existing connections, each once it is free. */
  void renewConnections() {
    if (dataSource instanceof AgroalDataSource pool) {
      pool.flush(FlushMode.GRACEFUL);
    }
  }

  /** When work on a connection last succeeded, in the clock's ns; the start time if none has. */
  long answered() {
    return answered;
  }

  /** How long a caller of a group commit waits. */
  public Duration callersPatience() {
    return timeouts.caller();
  }

  private <T> T through(Duration atMost, Work<T> work) {
    return gate.pass(() -> onConnection(atMost, work));
  }

  private <T> T onConnection(Duration atMost, Work<T> work) {
    try (Connection connection = living()) {
      T done = limit.within(atMost, connection, work);
      answered = nanos.getAsLong();
      return done;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private Connection living() throws SQLException {
    for (int dead = 0; dead < DEAD_AT_MOST; dead++) {
      Connection connection = dataSource.getConnection();
      if (isTrusted(connection)) {
        return connection;
      }
      connection.close();
      // The other connections have been idle, too.
      renewConnections();
    }
    return dataSource.getConnection();
  }

  private boolean isTrusted(Connection connection) throws SQLException {
    return !idle.isDoubtful(connection.unwrap(PgConnection.class))
        || connection.isValid(VALIDATION_SECONDS);
  }

  private DatabaseException failed(SQLException e) {
    DatabaseException failure = new DatabaseException(e);
    if (failure.isConnectionLost()) {
      // The other connections are probably lost, too: left in the pool, each would fail a request.
      renewConnections();
    }
    return failure;
  }
}
