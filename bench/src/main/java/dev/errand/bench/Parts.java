package dev.errand.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What the steps of a lone job cost at the least on this machine, each alone and after a pause: an
 * HTTP round trip, a commit of one row, a message through the broker. Medians in milliseconds.
 */
record Parts(double http, double commit, double message) {

  private static final int TIMES = 200;
  private static final int PAUSE_MILLIS = 20;
  private static final String TABLE =
      "create table if not exists bench_row (id uuid primary key, at timestamptz default now())";
  private static final String INSERT = "insert into bench_row (id) values (?)";

  /** A step. */
  @FunctionalInterface
  private interface Step {
    void run() throws SQLException;
  }

  static Parts measure(Stage stage) {
    stage.database().execute(TABLE);
    Client client = new Client(stage.api().uri());
    try (Connection connection = stage.database().connect();
        PreparedStatement insert = connection.prepareStatement(INSERT)) {
      return new Parts(
          median(client::noOp),
          median(
              () -> {
                insert.setObject(1, UUID.randomUUID());
                insert.executeUpdate();
              }),
          stage.queues().withMessage(message -> median(message::run)));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Submission: in, commit, message, claim, out. */
  double toStart() {
    return http + commit + message + commit;
  }

  /** The end: in, commit, out. */
  double toAnswer() {
    return http + commit;
  }

  private static double median(Step step) {
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < TIMES; i++) {
      Clocks.pause(PAUSE_MILLIS);
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
