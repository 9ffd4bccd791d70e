package dev.errand.bench.scenario;

import dev.errand.bench.report.Runs;
import dev.errand.bench.stage.Stage;
import dev.errand.client.ErrandClient;
import dev.errand.rig.Waiting;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.postgresql.PGConnection;

/**
 * The minimum cost of a single job's steps on this machine, each measured alone and after a pause:
 * an HTTP round trip, a commit of one row, a message through the broker, a notification of Postgres
 * to another connection, a read of one row. Medians in milliseconds.
 */
record Parts(double http, double commit, double message, double notification, double read) {

  private static final int TIMES = 200;
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final int PATIENCE_MILLIS = 5_000;
  private static final String CHANNEL = "bench";
  private static final String TABLE =
      "create table if not exists bench_row (id uuid primary key, at timestamptz default now())";
  private static final String INSERT = "insert into bench_row (id) values (?)";
  private static final String NOTIFY = "notify " + CHANNEL;
  private static final String READ = "select at from bench_row limit 1";

  /** A step. */
  @FunctionalInterface
  private interface Step {
    void run() throws SQLException;
  }

  static Parts measure(Stage stage) {
    stage.database().execute(TABLE);
    ErrandClient client = ErrandClient.of(stage.api().uri());
    try (Connection connection = stage.database().connect();
        Connection listener = stage.database().connect();
        Statement listen = listener.createStatement();
        PreparedStatement insert = connection.prepareStatement(INSERT);
        PreparedStatement notify = connection.prepareStatement(NOTIFY);
        PreparedStatement read = connection.prepareStatement(READ)) {
      PGConnection heard = listener.unwrap(PGConnection.class);
      listen.execute("listen " + CHANNEL);
      return new Parts(
          median(client::service),
          median(
              () -> {
                insert.setObject(1, UUID.randomUUID());
                insert.executeUpdate();
              }),
          stage.queues().withMessage(message -> median(message::run)),
          median(
              () -> {
                notify.execute();
                heard.getNotifications(PATIENCE_MILLIS);
              }),
          median(read::execute));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Submission: in, commit, message, claim, out. */
  double toStart() {
    return http + commit + message + commit;
  }

  /** The end: in, commit, the API told, job and attempts read, out. */
  double toAnswer() {
    return http + commit + notification + 2 * read;
  }

  private static double median(Step step) {
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < TIMES; i++) {
      Waiting.pause(PAUSE);
      long began = System.nanoTime();
      try {
        step.run();
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
      millis.add((System.nanoTime() - began) / 1e6);
    }
    return new Runs(millis).median();
  }
}
