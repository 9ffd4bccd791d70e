package dev.errand.faults;

import dev.errand.client.ErrandClient;
import dev.errand.client.Lane;
import dev.errand.client.NoAnswerException;
import dev.errand.client.ProblemException;
import dev.errand.faults.Load.Batch;
import dev.errand.rig.Waiting;
import dev.errand.rig.wire.Halt;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Strikes each part while a lane is paused or resumed: what the client was told holds, and is
 * audited once, however often it had to ask.
 */
final class PauseMatrix {

  private static final int JOBS = 20;
  private static final String MODEL = "sim-latency-300ms";
  private static final String LANE = "default";
  private static final int UNAVAILABLE = 503;
  private static final Duration STEP = Duration.ofSeconds(40);
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration AGAIN = Duration.ofMillis(250);

  /** More than a worker takes to look for jobs by itself. */
  private static final Duration LOOK = Duration.ofSeconds(3);

  private final World world;
  private final Load load;
  private final Watch watch;
  private final ErrandClient client;
  private int cases;

  PauseMatrix(World world, Load load) {
    this.world = world;
    this.load = load;
    this.watch = new Watch(world, load);
    this.client = ErrandClient.of(world.api().uri()).withTimeout(PATIENCE);
  }

  /** At which moment. */
  enum Moment {
    PAUSE_BEGINS("before the pause commits"),
    PAUSE_COMMITTED("pause committed, before the API knows"),
    RESUME_BEGINS("before the resumption commits"),
    RESUME_COMMITTED("resumption committed, before the API knows");

    private final String text;

    Moment(String text) {
      this.text = text;
    }

    private boolean isPause() {
      return this == PAUSE_BEGINS || this == PAUSE_COMMITTED;
    }

    /** The last statement of its transaction, or what ends that: nothing else of the API does. */
    private Halt halt() {
      return this == PAUSE_BEGINS || this == RESUME_BEGINS
          ? Halt.before("insert into audit")
          : Halt.after("COMMIT");
    }
  }

  /** SIGKILL at a moment, and a new process soon after; then the lane's jobs run. */
  CaseResult kill(Moment moment, Part victim) throws InterruptedException {
    String name = "%s-%s-%d".formatted(moment, victim, ++cases);
    List<String> violations = new ArrayList<>();
    long audited = count("audit");
    if (!moment.isPause()) {
      untilAnswered(() -> client.pauseLane(LANE, name));
    }
    Batch batch = load.submit(name, moment.isPause() ? 0 : JOBS, MODEL);
    batch.awaitAccepted();
    struck(moment, victim, name);
    if (moment.isPause()) {
      batch = load.submit(name, JOBS, MODEL);
      batch.awaitAccepted();
      Waiting.pause(LOOK);
      hold(violations, calls(batch) == 0, "jobs of a paused lane were called");
      untilAnswered(() -> client.resumeLane(LANE));
    }
    CaseResult result = watch.settle(moment.text, victim.text(), batch.prompts(), Instant.now());
    hold(violations, count("audit") == audited + 2, "a pause and its end are not audited once");
    violations.addAll(result.violations());
    return result.with(violations);
  }

  /** Whoever asks goes on asking until told that it is done. */
  private void struck(Moment moment, Part victim, String reason) throws InterruptedException {
    Halt halt = world.apiNetwork().postgres().stopAt(moment.halt());
    Thread admin =
        Thread.ofVirtual()
            .start(
                () ->
                    untilAnswered(
                        () ->
                            moment.isPause()
                                ? client.pauseLane(LANE, reason)
                                : client.resumeLane(LANE)));
    if (!halt.isReachedWithin(STEP)) {
      throw new IllegalStateException("not reached within " + STEP + ": " + moment);
    }
    world.kill(victim);
    if (victim == Part.API || victim == Part.POSTGRES) {
      halt.drop();
    } else {
      halt.pass();
    }
    world.revive(victim);
    admin.join();
  }

  private static void untilAnswered(Supplier<Lane> request) {
    while (true) {
      try {
        request.get();
        return;
      } catch (ProblemException e) {
        if (e.status() != UNAVAILABLE) {
          throw e;
        }
      } catch (NoAnswerException _) {
        // Nobody knows whether it was done: asking again changes nothing then.
      }
      Waiting.pause(AGAIN);
    }
  }

  private int calls(Batch batch) {
    return batch.prompts().stream().mapToInt(world.simulator().calls()::count).sum();
  }

  private static void hold(List<String> violations, boolean condition, String otherwise) {
    if (!condition) {
      violations.add(otherwise);
    }
  }

  private long count(String table) {
    try (Connection connection = world.database().connect();
        Statement statement = connection.createStatement()) {
      ResultSet row = statement.executeQuery("select count(*) from " + table);
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
