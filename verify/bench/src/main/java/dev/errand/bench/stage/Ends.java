package dev.errand.bench.stage;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** Counts the jobs that end, as Postgres announces them: looking for them would cost it more. */
public final class Ends implements AutoCloseable {

  private static final int LISTEN_MILLIS = 1_000;
  private static final int CHARACTERS_OF_ID = 37;

  private final Connection connection;

  /** Begins to listen. */
  public Ends(BenchDatabase database) {
    try {
      this.connection = database.connect();
      try (Statement statement = connection.createStatement()) {
        statement.execute("listen errand_ended");
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits until so many have ended. */
  public void await(int jobs, Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    int ended = 0;
    try {
      PGConnection announcements = connection.unwrap(PGConnection.class);
      while (ended < jobs) {
        if (System.nanoTime() > end) {
          throw new IllegalStateException(
              "after %s only %d of %d jobs have ended".formatted(atMost, ended, jobs));
        }
        for (PGNotification announced : announcements.getNotifications(LISTEN_MILLIS)) {
          // Ids with a comma between each two.
          ended += (announced.getParameter().length() + 1) / CHARACTERS_OF_ID;
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
