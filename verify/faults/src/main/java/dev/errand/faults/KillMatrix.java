package dev.errand.faults;

import dev.errand.client.Submission;
import dev.errand.faults.Load.Batch;
import dev.errand.rig.Waiting;
import dev.errand.rig.wire.Halt;
import dev.errand.rig.wire.TcpProxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;

/**
 * Kills each part at each step of a job. A step is hit exactly: the message that begins or ends it
 * is stopped between the service and its server, the victim is killed, and only then is the message
 * lost or delivered.
 */
final class KillMatrix {

  private static final int JOBS = 20;
  private static final int TRIES = 10;
  private static final Duration HINTS = Duration.ofSeconds(2);
  private static final Duration STEP = Duration.ofSeconds(40);
  private static final Duration DELAY = Duration.ofSeconds(3);

  /** More than {@link FaultsCommand#SHORT_LEASE}. */
  private static final Duration OUTAGE = Duration.ofSeconds(8);

  private static final String QUICK = "sim-latency-300ms";
  private static final String SLOW = "sim-latency-3s";
  private static final String SLOWER = "sim-latency-15s";
  private static final String DUE =
      "select count(*) from job where state = 'scheduled' and run_at <= now()";
  private static final String LOST =
      "select count(*) from job where state = 'running' and lease_until < now()";

  private final World world;
  private final Load load;
  private final Watch watch;
  private int cases;

  KillMatrix(World world, Load load) {
    this.world = world;
    this.load = load;
    this.watch = new Watch(world, load);
  }

  /** Whether the case exists: the worker is already dead when its jobs are reclaimed. */
  static boolean exists(Step step, Part victim, boolean rabbit) {
    boolean needsRabbit = victim == Part.RABBITMQ || step.where() == Step.Where.API_BROKER;
    return !(step.isReclaim() && victim == Part.WORKER) && (rabbit || !needsRabbit);
  }

  /** SIGKILL at a step, and a new process soon after. */
  CaseResult kill(Step step, Part victim) throws InterruptedException {
    String name = "%s-%s-%d".formatted(step, victim, ++cases);
    Stopped stopped = bringTo(step, name);
    if (step == Step.DRAIN) {
      world.worker().askToStop();
      Waiting.pause(Duration.ofMillis(300));
    }
    world.kill(victim);
    stopped.end(isOwner(victim, step));
    world.revive(victim);
    if (!world.worker().isAlive() || step == Step.DRAIN && victim != Part.WORKER) {
      // Reclaim: it was killed so that it lost its jobs. Drain: it exits itself.
      world.worker().awaitEnd();
      world.revive(Part.WORKER);
    }
    Instant end = Instant.now();
    stopped.batch.awaitAccepted();
    return watch.settle(step.text(), victim.text(), stopped.batch.prompts(), end);
  }

  /**
   * SIGSTOP of the worker for longer than its lease, while another claims its jobs; then SIGCONT.
   */
  CaseResult stall(Step step) throws InterruptedException {
    String name = "%s-stall-%d".formatted(step, ++cases);
    Stopped stopped = bringTo(step, name);
    Instant begun = Instant.now();
    world.worker().freeze();
    world.otherWorker().start();
    stopped.batch.awaitAccepted();
    Waiting.until(
        "another worker has run the jobs of the stalled one",
        Duration.ofSeconds(90),
        () -> Ledger.unfinished(world.database()) == 0);
    stopped.end(false);
    world.worker().thaw();
    // By now it has done what it still does: it has its answers, and its lease has long expired.
    Waiting.pause(Duration.ofSeconds(5));
    CaseResult result = watch.settle(step.text(), "worker stalled", stopped.batch.prompts(), begun);
    world.otherWorker().terminate();
    return result;
  }

  /** SIGKILL of Postgres during calls that end after it is back, later than their leases. */
  CaseResult outage() {
    Batch batch = callsUnderWay("outage-%d".formatted(++cases), SLOWER);
    world.kill(Part.POSTGRES);
    Waiting.pause(OUTAGE);
    world.revive(Part.POSTGRES);
    return watch.settle(
        "away for longer than a lease", Part.POSTGRES.text(), batch.prompts(), Instant.now());
  }

  /**
   * Jobs that have reached a step, and the halt that keeps the first of them there.
   *
   * @param halt null if nothing is stopped
   */
  private record Stopped(Batch batch, Halt halt) {

    /**
     * @param lost whether the message is lost with the process that sent or requested it
     */
    void end(boolean lost) {
      if (halt != null && lost) {
        halt.drop();
      } else if (halt != null) {
        halt.pass();
      }
    }
  }

  private Stopped bringTo(Step step, String name) throws InterruptedException {
    if (step.where() == Step.Where.PROVIDER) {
      return new Stopped(callsUnderWay(name, SLOW), null);
    }
    if (step.isDispatchers()) {
      return dispatcherAt(step, name);
    }
    Halt halt = network(step).stopAt(step.halt());
    Batch batch = load.submit(name, JOBS, QUICK);
    if (step.where() == Step.Where.API_BROKER) {
      batch = submitUntilThereAreHints(halt, batch, name);
    }
    reach(step, halt);
    return new Stopped(batch, halt);
  }

  /** After an outage, the API needs a moment to reach the broker, and jobs run without hints. */
  private Batch submitUntilThereAreHints(Halt halt, Batch first, String name)
      throws InterruptedException {
    Batch all = first;
    for (int i = 1; i < TRIES && !halt.isReachedWithin(HINTS); i++) {
      all = all.and(load.submit(name + "-again-" + i, JOBS, QUICK));
    }
    return all;
  }

  /** The dispatcher's rounds also run without jobs: one is held until it has work. */
  private Stopped dispatcherAt(Step step, String name) throws InterruptedException {
    Batch batch = step.isReclaim() ? lostJobs(name) : delayedJobs(name);
    Halt halt = network(step).stopAt(step.haltBefore());
    reach(step, halt);
    Waiting.until("the dispatcher has work", STEP, () -> count(step.isDue() ? DUE : LOST) == JOBS);
    if (!step.isAfterwards()) {
      return new Stopped(batch, halt);
    }
    Halt answer = halt.passUntilAnswered();
    reach(step, answer);
    return new Stopped(batch, answer);
  }

  private Batch delayedJobs(String name) {
    Batch batch = load.submit(name, JOBS, prompt -> Submission.prompt(QUICK, prompt).delay(DELAY));
    batch.awaitAccepted();
    return batch;
  }

  private Batch callsUnderWay(String name, String model) {
    Batch batch = load.submit(name, JOBS, model);
    batch.awaitAccepted();
    Waiting.until(
        "all calls are under way", STEP, () -> world.simulator().calls().inFlight() == JOBS);
    return batch;
  }

  private Batch lostJobs(String name) {
    Batch batch = callsUnderWay(name, SLOW);
    world.worker().kill();
    return batch;
  }

  private void reach(Step step, Halt halt) throws InterruptedException {
    if (!halt.isReachedWithin(STEP)) {
      throw new IllegalStateException("not reached within " + STEP + ": " + step);
    }
  }

  private TcpProxy network(Step step) {
    return switch (step.where()) {
      case API_DATABASE -> world.apiNetwork().postgres();
      case API_BROKER -> world.apiNetwork().rabbit();
      case WORKER_DATABASE -> world.workerNetwork().postgres();
      case PROVIDER -> throw new IllegalArgumentException("nothing is stopped at " + step);
    };
  }

  private static boolean isOwner(Part victim, Step step) {
    return switch (step.where()) {
      case API_DATABASE -> victim == Part.API || victim == Part.POSTGRES;
      case API_BROKER -> victim == Part.API || victim == Part.RABBITMQ;
      case WORKER_DATABASE -> victim == Part.WORKER || victim == Part.POSTGRES;
      case PROVIDER -> false;
    };
  }

  private long count(String sql) {
    try (Connection connection = world.database().connect();
        Statement statement = connection.createStatement()) {
      ResultSet row = statement.executeQuery(sql);
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
