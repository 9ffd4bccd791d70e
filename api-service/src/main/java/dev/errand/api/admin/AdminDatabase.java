package dev.errand.api.admin;

import dev.errand.database.DatabaseException;
import dev.errand.database.DatabaseTimeouts;
import dev.errand.database.DatabaseTrouble;
import dev.errand.database.Gate;
import dev.errand.database.StatementLimit;
import io.quarkus.hibernate.orm.PersistenceUnit;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.narayana.jta.QuarkusTransactionException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.TransactionRequiredException;
import java.sql.SQLException;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.HibernateException;
import org.hibernate.Session;

/**
 * The one way to Hibernate: transactions of the persistence unit {@code admin}, as many at once as
 * its datasource has connections, and with the time limits of all others.
 */
@ApplicationScoped
public class AdminDatabase {

  private final Session session;
  private final DatabaseTimeouts timeouts;
  private final StatementLimit limit;
  private final Gate gate;

  @Inject
  AdminDatabase(
      @PersistenceUnit("admin") Session session,
      @ConfigProperty(name = "quarkus.datasource.admin.jdbc.max-size") int poolSize,
      DatabaseTimeouts timeouts) {
    this.session = session;
    this.timeouts = timeouts;
    this.limit = StatementLimit.ofTransactions(timeouts);
    this.gate = new Gate(poolSize, timeouts.turn());
  }

  /**
   * Does work in a transaction of its own: all of it is committed, or nothing.
   *
   * @throws DatabaseException where Postgres can't be reached, refuses, or does not answer in time
   */
  public <T> T transaction(Supplier<T> work) {
    return gate.pass(() -> committed(work));
  }

  private <T> T committed(Supplier<T> work) {
    try {
      return QuarkusTransaction.requiringNew()
          .timeout(Math.toIntExact(Math.max(1, timeouts.caller().toSeconds())))
          .call(
              () -> {
                session.doWork(limit::beginTransaction);
                return work.get();
              });
    } catch (RuntimeException e) {
      throw failed(e);
    }
  }

  /** What the database said, which Hibernate and the transaction manager wrap. */
  private static RuntimeException failed(RuntimeException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return new DatabaseException(sql);
      }
    }
    return isOutOfTime(e)
        ? new DatabaseException(DatabaseTrouble.TIMEOUT, "not committed: " + e.getMessage())
        : e;
  }

  /**
   * Whoever gives up transactions that are out of time does not wait for those who are in them:
   * they find their transaction rolled back, or, a moment later, none.
   */
  private static boolean isOutOfTime(RuntimeException e) {
    return e instanceof QuarkusTransactionException
        || e instanceof TransactionRequiredException
        || e instanceof HibernateException
            && String.valueOf(e.getMessage()).contains("rolled back in a different thread");
  }
}
