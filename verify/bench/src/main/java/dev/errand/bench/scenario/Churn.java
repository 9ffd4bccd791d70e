package dev.errand.bench.scenario;

import dev.errand.bench.stage.Jobs;
import dev.errand.bench.stage.Stage;
import dev.errand.rig.Waiting;
import java.time.Duration;

/**
 * Steady work: keeps the number of queued jobs constant while a worker claims them at its own pace.
 */
final class Churn {

  /** Calls of which a worker with {@link #SLOTS} slots ends about a thousand per second. */
  static final String MODEL = "sim-latency-100ms";

  static final int SLOTS = 100;

  private static final Duration LOOK = Duration.ofMillis(100);
  private static final int LINES = 100;

  /** Ended jobs are counted once no commit of that time can still be in progress. */
  private static final String ENDED =
      """
      select count(*) from job
      where ended_at > to_timestamp(%d / 1000.0) and ended_at <= to_timestamp(%d / 1000.0)
      """;

  private final Stage stage;
  private final byte[] lines = Jobs.lines(MODEL, LINES);
  private long counted;
  private long owed;

  Churn(Stage stage) {
    this.stage = stage;
    this.counted = System.currentTimeMillis() - 1_000;
  }

  /**
   * The cost of the statements in Postgres, in milliseconds per job.
   *
   * @param jobs the number of jobs that ended meanwhile
   */
  record Cost(double claim, double finish, long jobs) {}

  /** Replaces ended jobs, for a while. */
  Cost run(Duration time) {
    stage.database().keepStatements();
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      long until = System.currentTimeMillis() - 1_000;
      owed += stage.database().number(ENDED.formatted(counted, until));
      counted = until;
      for (; owed >= LINES; owed -= LINES) {
        Jobs.upload(stage, lines);
      }
      Waiting.pause(LOOK);
    }
    return new Cost(
        cost("%best as materialized%"),
        cost("%reported as materialized%"),
        rows("%reported as materialized%"));
  }

  private double cost(String statement) {
    return stage
        .database()
        .real(
            "select sum(total_exec_time) / sum(rows) from pg_stat_statements where query like '%s'"
                .formatted(statement));
  }

  private long rows(String statement) {
    return stage
        .database()
        .number(
            "select sum(rows) from pg_stat_statements where query like '%s'".formatted(statement));
  }
}
