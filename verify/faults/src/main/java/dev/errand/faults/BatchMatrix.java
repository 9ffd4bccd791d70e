package dev.errand.faults;

import com.fasterxml.jackson.databind.JsonNode;
import dev.errand.faults.Ledger.Row;
import dev.errand.rig.Waiting;
import dev.errand.rig.openai.BatchLines;
import dev.errand.rig.openai.BatchResults;
import dev.errand.rig.wire.Halt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;

/**
 * Kills each part at each status of a batch: both files have the lines that they have without a
 * fault, the counts add up, and calls are repeated only where a worker died in the middle of one.
 */
final class BatchMatrix {

  /** It takes several commits to make jobs of all lines. */
  static final List<String> SETTINGS = List.of("errand.api.submit.batch-jobs=10");

  private static final int LINES = 40;
  private static final Duration STEP = Duration.ofSeconds(40);

  private final World world;
  private final BatchClient client;
  private final Map<Course, Usual> usual = new EnumMap<>(Course.class);
  private int cases;

  BatchMatrix(World world) {
    this.world = world;
    this.client = new BatchClient(world.api().uri());
  }

  /** What becomes of a batch without a fault. */
  enum Course {
    /** A tenth of its lines fail. */
    COMPLETED(i -> "Line %d [[sim-latency-2s%s]]".formatted(i, i % 10 == 9 ? "-400" : "")),
    /** It is cancelled while every second line runs, and all others have ended. */
    CANCELLED(i -> "Line %d [[sim-%s]]".formatted(i, i % 2 == 1 ? "latency-2m" : "ok"));

    private final BatchLines lines;

    Course(IntFunction<String> prompt) {
      this.lines = new BatchLines(LINES, "sim", prompt);
    }
  }

  /** At which moment. */
  enum Moment {
    VALIDATING("validating, before its lines are accepted", Course.COMPLETED),
    VALIDATED("its lines accepted, before the API knows", Course.COMPLETED),
    PLANNING("planning, before its first lines are jobs", Course.COMPLETED),
    PLANNED("its first lines are jobs, before the API knows", Course.COMPLETED),
    RUNNING("running, all calls under way", Course.COMPLETED),
    FINALIZING("finalizing, before its files are there", Course.COMPLETED),
    COMPLETED("completed, before the API knows", Course.COMPLETED),
    CANCELLING("cancelling, before its lines are ended", Course.CANCELLED),
    ENDED("its lines ended, before the API knows", Course.CANCELLED),
    CANCELLED("cancelled, before the API knows", Course.CANCELLED);

    private final String text;
    private final Course course;

    Moment(String text, Course course) {
      this.text = text;
      this.course = course;
    }

    /** Its name in tables. */
    String text() {
      return text;
    }

    /** By words of the API's statements; null if none is stopped. */
    private Halt halt() {
      return switch (this) {
        case VALIDATING -> Halt.before("when 'validating' then 'in_progress'");
        case VALIDATED -> Halt.after("when 'validating' then 'in_progress'");
        case PLANNING -> Halt.before("set planned = planned +");
        case PLANNED -> Halt.after("set planned = planned +");
        case RUNNING -> null;
        case FINALIZING -> Halt.before("with settled as");
        case COMPLETED, CANCELLED -> Halt.after("with settled as");
        case CANCELLING -> Halt.before("stop is not null and ended_at is null");
        case ENDED -> Halt.after("stop is not null and ended_at is null");
      };
    }
  }

  /**
   * A batch without a fault.
   *
   * @param hash of its lines
   * @param bytes the hash of its files
   */
  private record Usual(JsonNode batch, String hash, String bytes) {}

  /** SIGKILL at a moment, and a new process soon after. */
  CaseResult kill(Moment moment, Part victim) throws InterruptedException {
    Course course = moment.course;
    Usual without = usual.get(course);
    if (without == null) {
      without = undisturbed(course);
      usual.put(course, without);
    }
    world.simulator().calls().reset();
    CompletableFuture<String> batch = strike(moment, victim);
    Instant end = Instant.now();
    BatchResults results = client.results(client.ended(batch.join()), course.lines);
    Duration recovery = Duration.between(end, Instant.now());
    List<String> violations = new ArrayList<>(results.violations());
    if (!results.hash().equals(without.hash)) {
      violations.add("the files have other lines than without a fault");
    }
    if (!client.results(without.batch, course.lines).bytes().equals(without.bytes)) {
      violations.add("the files of the batch without a fault have changed");
    }
    return result(moment, victim, results, recovery, violations);
  }

  private CaseResult result(
      Moment moment,
      Part victim,
      BatchResults results,
      Duration recovery,
      List<String> violations) {
    List<Row> jobs = Ledger.linesOfNewestBatch(world.database());
    violations.addAll(new Checker(world.simulator().calls()::count).checkSoFar(jobs));
    int repeated = repeated(moment.course.lines);
    if (repeated > 0 && victim != Part.WORKER) {
      violations.add(repeated + " calls are repeated although no worker died");
    }
    return new CaseResult(
        moment.text,
        victim.text(),
        LINES,
        results.count(),
        results.succeeded(),
        repeated,
        jobs.stream().mapToInt(job -> (int) job.attempts("lost")).sum(),
        recovery,
        violations);
  }

  private Usual undisturbed(Course course) {
    world.simulator().calls().reset();
    String id = client.create(course.lines, "usual-" + course);
    if (course == Course.CANCELLED) {
      awaitHalf();
      client.cancel(id);
    }
    JsonNode batch = client.ended(id);
    BatchResults results = client.results(batch, course.lines);
    if (!results.violations().isEmpty()) {
      throw new IllegalStateException(batch + ": " + results.violations());
    }
    return new Usual(batch, results.hash(), results.bytes());
  }

  /** Returns the batch's id, once it is known, when all parts work again. */
  private CompletableFuture<String> strike(Moment moment, Part victim) throws InterruptedException {
    CompletableFuture<String> batch;
    Halt halt;
    String name = "%s-%s-%d".formatted(moment, victim, ++cases);
    if (moment.course == Course.CANCELLED) {
      String id = client.create(moment.course.lines, name);
      awaitHalf();
      halt = stopAt(moment);
      client.cancel(id);
      batch = CompletableFuture.completedFuture(id);
    } else {
      halt = stopAt(moment);
      batch =
          CompletableFuture.supplyAsync(
              () -> client.create(moment.course.lines, name), Thread::startVirtualThread);
    }
    reach(moment, halt);
    world.kill(victim);
    end(halt, victim);
    world.revive(victim);
    return batch;
  }

  private Halt stopAt(Moment moment) {
    Halt halt = moment.halt();
    return halt == null ? null : world.apiNetwork().postgres().stopAt(halt);
  }

  private void reach(Moment moment, Halt halt) throws InterruptedException {
    if (halt == null) {
      Waiting.until(
          "all calls are under way", STEP, () -> world.simulator().calls().inFlight() == LINES);
    } else if (!halt.isReachedWithin(STEP)) {
      throw new IllegalStateException("not reached within " + STEP + ": " + moment);
    }
  }

  /** The message is lost with whoever has sent it or would have answered it. */
  private static void end(Halt halt, Part victim) {
    if (halt != null && (victim == Part.API || victim == Part.POSTGRES)) {
      halt.drop();
    } else if (halt != null) {
      halt.pass();
    }
  }

  /** Until the quick half of the lines has ended, and the calls of all others are under way. */
  private void awaitHalf() {
    Waiting.until(
        "half of the lines run",
        STEP,
        () ->
            Ledger.unfinished(world.database()) == LINES / 2
                && world.simulator().calls().total() >= LINES
                && world.simulator().calls().inFlight() == LINES / 2);
  }

  private int repeated(BatchLines lines) {
    int repeated = 0;
    for (int i = 0; i < lines.count(); i++) {
      int calls = world.simulator().calls().count(lines.prompt().apply(i));
      repeated += Math.max(0, calls - 1);
    }
    return repeated;
  }
}
