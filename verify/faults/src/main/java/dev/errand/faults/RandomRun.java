package dev.errand.faults;

import dev.errand.client.Submission;
import dev.errand.rig.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Mixed jobs and random faults, in rounds; after each round, all faults end, all jobs end and
 * everything is checked. The seed determines jobs and faults, but not their timing.
 */
final class RandomRun {

  private static final int PER_SECOND = 20;
  private static final int ROUND_OF_FAULTS = 4;
  private static final List<String> MODELS =
      List.of(
          "sim",
          "sim-latency-100ms",
          "sim-latency-2s",
          "sim-latency-1s-jitter-3s",
          "sim-flaky-1",
          "sim-throttle-1-retry-1s",
          "sim-first-1-reset",
          "sim-first-1-truncated",
          // Their connections carry surplus bytes, which must not reach another job.
          "sim-interim-102-latency-300ms",
          "sim-interim-199",
          "sim-interim-103-latency-1s-jitter-2s",
          "sim-overlong",
          "sim-late-1ms",
          "sim-late-50ms",
          "sim-again-1ms",
          "sim-again-100ms-latency-100ms",
          "sim-close-1ms",
          "sim-close-30ms",
          "sim-error-400");

  private final World world;
  private final Load load;
  private final long seed;
  private final Random random;
  private final Consumer<String> log;
  private final RandomFaults faults;
  private int struck;

  /**
   * @param log gets a line for each fault and each round
   */
  RandomRun(World world, Load load, long seed, Consumer<String> log) {
    this.world = world;
    this.load = load;
    this.seed = seed;
    this.random = new Random(seed);
    this.log = log;
    this.faults = new RandomFaults(world, random);
  }

  /** Runs rounds until the time is up, or there is a violation. */
  List<CaseResult> run(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    List<CaseResult> rounds = new ArrayList<>();
    world.otherWorker().start();
    do {
      rounds.add(round(rounds.size() + 1));
      log.accept(rounds.getLast().line());
    } while (System.nanoTime() < end && rounds.getLast().isGood());
    return rounds;
  }

  /** The number of faults. */
  int struck() {
    return struck;
  }

  private CaseResult round(int number) {
    SteadyLoad clients = new SteadyLoad(load, "round-" + number, PER_SECOND, this::mixed);
    for (int i = 0; i < ROUND_OF_FAULTS; i++) {
      Waiting.pause(Duration.ofMillis(random.nextLong(500, 5_000)));
      strike(faults.next());
    }
    Instant healed = Instant.now();
    List<String> prompts = clients.stop();
    return new Watch(world, load)
        .settle("round " + number, "%d faults".formatted(ROUND_OF_FAULTS), prompts, healed);
  }

  /** Sometimes two at the same time. */
  private void strike(Fault fault) {
    List<Fault> all = new ArrayList<>(List.of(fault));
    if (random.nextInt(4) == 0) {
      faults.nextBeside(fault).ifPresent(all::add);
    }
    all.forEach(
        each -> {
          log.accept("%s  %s: %s".formatted(Instant.now(), each.victim(), each.name()));
          each.strike();
          struck++;
        });
    Waiting.pause(Collections.max(all.stream().map(Fault::lasts).toList()));
    all.forEach(Fault::heal);
    world.awaitReady();
  }

  private Submission mixed(int number, String prompt) {
    RandomGenerator dice = new Random(seed * 1_000_003 + number);
    Submission job =
        Submission.prompt(MODELS.get(dice.nextInt(MODELS.size())), prompt)
            // Enough that no series of faults uses them up by chance.
            .maxAttempts(50)
            .priority(dice.nextInt(-2, 3));
    return dice.nextInt(10) == 0 ? job.delay(Duration.ofSeconds(dice.nextInt(1, 6))) : job;
  }
}
