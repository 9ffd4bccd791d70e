package dev.errand.database;

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
import org.jboss.logging.Logger;

/**
 * Whether the database can be used. Asks it regularly on a thread of its own, so that whoever wants
 * to know gets the answer at once, also while the database hangs.
 */
@ApplicationScoped
public class DatabaseWatch {

  private static final Logger LOG = Logger.getLogger(DatabaseWatch.class);
  private static final Duration INTERVAL = Duration.ofSeconds(2);

  /** What an answer may be late before it counts as missing. */
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private static final String QUESTION = "select current_setting('transaction_read_only')::bool";

  private static final String USABLE = "usable";
  private static final String AWAY = "away: ";

  private final Database database;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofVirtual().name("database-watch").factory());

  private volatile String state = "not asked yet";
  private volatile long answered = System.nanoTime();

  @Inject
  DatabaseWatch(Database database, MeterRegistry metrics) {
    this.database = database;
    metrics.gauge("errand.database.usable", this, self -> self.isUsable() ? 1 : 0);
  }

  void start(@Observes StartupEvent event) {
    watch.scheduleWithFixedDelay(this::look, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  void stop(@Observes ShutdownEvent event) {
    watch.shutdownNow();
  }

  /** Whether it can be used, as last seen: an outage shows within 6 seconds. Answers at once. */
  public boolean isUsable() {
    return state().equals(USABLE);
  }

  /** Whether it can be used, else what is missing, for people. */
  public String state() {
    Duration silence = Duration.ofNanos(System.nanoTime() - answered);
    return silence.compareTo(INTERVAL.plus(PATIENCE)) > 0
        ? "no answer for %d s".formatted(silence.toSeconds())
        : state;
  }

  private void look() {
    try {
      saw(database.probe(DatabaseWatch::ask));
    } catch (DatabaseException e) {
      saw(AWAY + e.getMessage());
    } catch (RuntimeException e) {
      // The watch's edge: it must go on.
      LOG.error("the database could not be asked; trying again", e);
      saw("could not be asked: " + e.getMessage());
    }
  }

  private static String ask(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(QUESTION)) {
      answer.next();
      return answer.getBoolean(1)
          ? "a standby, which takes no writes"
          : Schema.missing(connection).orElse(USABLE);
    }
  }

  private void saw(String seen) {
    String before = state;
    state = seen;
    answered = System.nanoTime();
    // Why it is away is told in other words from one time to the next.
    if (seen.equals(before) || seen.startsWith(AWAY) && before.startsWith(AWAY)) {
      return;
    }
    if (seen.equals(USABLE)) {
      LOG.info("database: usable");
    } else {
      LOG.warnf(
          "database: %s; what needs it fails or waits until it is back; asking every %s",
          seen, INTERVAL);
    }
  }
}
