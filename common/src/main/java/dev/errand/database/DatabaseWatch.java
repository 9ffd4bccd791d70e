package dev.errand.database;

import dev.errand.telemetry.LogLine;
import dev.errand.telemetry.Metric;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Whether the database can be used. Checks it regularly, so that the result is available
 * immediately even while the database hangs, and on a platform thread, which runs even when virtual
 * threads queue for processors. Other work that succeeds counts as a result, too: while the pool
 * still grows, the check may wait too long for a new connection.
 */
@ApplicationScoped
public class DatabaseWatch {

  private static final Logger LOG = Logger.getLogger(DatabaseWatch.class);
  private static final Duration INTERVAL = Duration.ofSeconds(2);

  /** How late a result may be before it counts as missing. */
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private static final String QUESTION =
      "select current_setting('transaction_read_only')::bool, current_setting('server_encoding')";

  private static final String NOT_UTF8 =
      "its encoding is %s, which can't store every text that clients and providers send: use a"
          + " database that was created with encoding 'UTF8' (and template template0)";

  private static final String USABLE = "usable";
  private static final String AWAY = "away: ";

  private final Database database;
  private final Sessions sessions;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("database-watch").factory());
  private final LongSupplier nanos;

  private volatile String state = "not checked yet";
  private volatile long answered;

  @Inject
  DatabaseWatch(Database database, Sessions sessions, MeterRegistry metrics) {
    this(database, sessions, metrics, System::nanoTime);
  }

  DatabaseWatch(Database database, Sessions sessions, MeterRegistry metrics, LongSupplier nanos) {
    this.database = database;
    this.sessions = sessions;
    this.nanos = nanos;
    this.answered = nanos.getAsLong();
    Metric.DATABASE_USABLE.gauge(metrics, () -> isUsable() ? 1 : 0);
  }

  void start(@Observes StartupEvent event) {
    watch.scheduleWithFixedDelay(this::look, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  void stop(@Observes ShutdownEvent event) {
    watch.shutdownNow();
  }

  /**
   * Whether it can be used, as last seen: an outage is visible within 6 seconds. Returns
   * immediately.
   */
  public boolean isUsable() {
    return state().equals(USABLE);
  }

  /** {@code usable}, or what is missing, for humans. */
  public String state() {
    Duration silence = Duration.ofNanos(Math.min(since(answered), since(database.answered())));
    return silence.compareTo(INTERVAL.plus(PATIENCE)) > 0
        ? "no response for %d s".formatted(silence.toSeconds())
        : state;
  }

  void look() {
    long asked = nanos.getAsLong();
    try {
      String seen = database.probe(DatabaseWatch::ask);
      // After the result, so that an unavailable database is queried once, not twice.
      saw(seen.equals(USABLE) ? sessions.obstacle().orElse(seen) : seen);
    } catch (SQLException e) {
      saw(AWAY + e.getMessage());
    } catch (DatabaseException e) {
      if (database.answered() - asked > 0) {
        LOG.debug(
            LogLine.event("database_not_asked")
                .with("error", e.getMessage())
                .next("it has answered other queries meanwhile"));
      } else {
        saw(AWAY + e.getMessage());
      }
    } catch (RuntimeException e) {
      // The watch's edge: it must go on.
      LOG.error(LogLine.event("database_watch_failed").next("trying again"), e);
      saw("the check failed: " + e.getMessage());
    }
  }

  private long since(long moment) {
    return nanos.getAsLong() - moment;
  }

  private static String ask(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(QUESTION)) {
      answer.next();
      if (answer.getBoolean(1)) {
        return "a standby, which is read-only";
      }
      String encoding = answer.getString(2);
      return encoding.equals("UTF8")
          ? Schema.missing(connection).orElse(USABLE)
          : NOT_UTF8.formatted(encoding);
    }
  }

  private void saw(String seen) {
    String before = state;
    state = seen;
    answered = nanos.getAsLong();
    if (seen.startsWith(AWAY)) {
      sessions.forget();
    } else if (seen.equals(Sessions.SHARED) && !seen.equals(before)) {
      // Statements that they have named must not be used any more.
      database.renewConnections();
    }
    // The reason for an outage is worded differently each time.
    if (seen.equals(before) || seen.startsWith(AWAY) && before.startsWith(AWAY)) {
      return;
    }
    if (seen.equals(USABLE)) {
      LOG.info(LogLine.event("database_usable"));
    } else {
      LOG.warn(
          LogLine.event("database_unusable")
              .with("error", seen)
              .next(
                  "work that needs it fails or waits until it is back; checking every %s"
                      .formatted(INTERVAL)));
    }
  }
}
