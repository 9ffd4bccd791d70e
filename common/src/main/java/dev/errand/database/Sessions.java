package dev.errand.database;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.function.LongSupplier;

/**
 * Whether the pool's connections are sessions of the server. Statements get names, which belong to
 * a session, only once that is known: behind a pooler in transaction mode, a name may refer to
 * another connection's statement, which would run instead.
 */
@Singleton
public class Sessions {

  static final String SHARED =
      "behind a pooler in transaction mode, where named statements run others' SQL: add"
          + " prepareThreshold=0 to errand.database.url, or have the pooler pool sessions";

  /** A pooler's mode may change while it runs. */
  private static final Duration AGAIN = Duration.ofMinutes(1);

  private final DatabaseAddress address;
  private final int threshold;
  private final LongSupplier nanos;
  private volatile boolean known;
  private volatile long asked;

  @Inject
  public Sessions(DatabaseAddress address) {
    this(address, System::nanoTime);
  }

  Sessions(DatabaseAddress address, LongSupplier nanos) {
    this.address = address;
    this.threshold = address.prepareThreshold();
    this.nanos = nanos;
  }

  /**
   * Whether, according to the URL, nothing may be kept in a session: neither statements nor
   * settings.
   */
  boolean areNotKept() {
    return threshold == 0;
  }

  /** After how many executions a statement gets a name; 0 for never. */
  int prepareThreshold() {
    return known ? threshold : 0;
  }

  /** Why the connections cannot be used, for humans; empty if they can. */
  Optional<String> obstacle() throws SQLException {
    if (areNotKept() || known && nanos.getAsLong() - asked < AGAIN.toNanos()) {
      return Optional.empty();
    }
    known = !SharedSessions.at(address.url(), login());
    asked = nanos.getAsLong();
    return known ? Optional.empty() : Optional.of(SHARED);
  }

  /** After an outage, another server may respond. */
  void forget() {
    known = false;
  }

  private Properties login() {
    Properties login = address.login("errand check");
    login.setProperty("connectTimeout", "3");
    login.setProperty("socketTimeout", "3");
    return login;
  }
}
