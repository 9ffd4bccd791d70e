package dev.errand.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.errand.client.Submission;
import dev.errand.faults.PauseMatrix.Moment;
import dev.errand.rig.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A sample of {@code ./errand faults}. */
class FaultsIT {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final long SEED = 20_261_121;

  private final Path home = Path.of(System.getProperty("errand.home")).toAbsolutePath().normalize();
  private final List<String> flags =
      List.of(System.getProperty("errand.service-flags").split("\\s+"));

  @Test
  void whoeverIsKilledAtAStepNoJobIsLostAndNoneIsCalledTwiceWithoutALostAttempt() throws Exception {
    List<CaseResult> results = new ArrayList<>();
    try (World world = new World(options(FaultsCommand.SHORT_LEASE))) {
      KillMatrix matrix = new KillMatrix(world, new Load(world.api().uri()));
      results.add(matrix.kill(Step.INSERT_BEGINS, Part.POSTGRES));
      results.add(matrix.kill(Step.INSERT_COMMITTED, Part.API));
      results.add(matrix.kill(Step.HINT_LEAVES, Part.RABBITMQ));
      results.add(matrix.kill(Step.CLAIM_COMMITTED, Part.WORKER));
      results.add(matrix.kill(Step.CALL, Part.WORKER));
      results.add(matrix.outage());
      results.add(matrix.kill(Step.FINISH_COMMITTED, Part.WORKER));
      results.add(matrix.stall(Step.FINISH_BEGINS));
    }
    assertAllHold(results);
    // Only if calls were in flight when their worker died.
    assertEquals(List.of(0, 0, 0, 0, 20, 0), repeated(results.subList(0, 6)));
  }

  @Test
  void whoeverIsKilledWhileALaneIsPausedOrResumedWhatTheClientWasToldHolds() throws Exception {
    List<CaseResult> results = new ArrayList<>();
    try (World world = new World(options(FaultsCommand.SHORT_LEASE))) {
      PauseMatrix matrix = new PauseMatrix(world, new Load(world.api().uri()));
      results.add(matrix.kill(Moment.PAUSE_BEGINS, Part.API));
      results.add(matrix.kill(Moment.PAUSE_COMMITTED, Part.API));
      results.add(matrix.kill(Moment.PAUSE_COMMITTED, Part.WORKER));
      results.add(matrix.kill(Moment.RESUME_BEGINS, Part.POSTGRES));
      results.add(matrix.kill(Moment.RESUME_COMMITTED, Part.API));
    }
    assertAllHold(results);
    assertEquals(List.of(0, 0, 0, 0, 0), repeated(results));
  }

  @Test
  void whoeverIsKilledWhileKeysAndTenantsAreAdministeredWhatWasToldHolds() throws Exception {
    List<CaseResult> results = new ArrayList<>();
    try (World world = new World(options(FaultsCommand.SHORT_LEASE).with(AccessMatrix.SETTINGS))) {
      AccessMatrix matrix = new AccessMatrix(world);
      results.add(matrix.kill(AccessMatrix.Moment.CREATION_COMMITTED, Part.API));
      results.add(matrix.kill(AccessMatrix.Moment.REVOCATION_BEGINS, Part.API));
      // With the announcement.
      results.add(matrix.kill(AccessMatrix.Moment.REVOCATION_COMMITTED, Part.POSTGRES));
      results.add(matrix.kill(AccessMatrix.Moment.JOBS_CANCELLED, Part.API));
      results.add(matrix.kill(AccessMatrix.Moment.JOBS_ERASED, Part.API));
    }
    assertAllHold(results);
  }

  @Test
  void whoeverIsKilledAtAStatusOfABatchItsFilesHaveTheLinesThatTheyHaveWithoutAFault()
      throws Exception {
    List<CaseResult> results = new ArrayList<>();
    try (World world = new World(options(FaultsCommand.SHORT_LEASE).with(BatchMatrix.SETTINGS))) {
      BatchMatrix matrix = new BatchMatrix(world);
      results.add(matrix.kill(BatchMatrix.Moment.VALIDATING, Part.API));
      results.add(matrix.kill(BatchMatrix.Moment.PLANNED, Part.API));
      results.add(matrix.kill(BatchMatrix.Moment.RUNNING, Part.WORKER));
      results.add(matrix.kill(BatchMatrix.Moment.RUNNING, Part.POSTGRES));
      results.add(matrix.kill(BatchMatrix.Moment.FINALIZING, Part.POSTGRES));
      results.add(matrix.kill(BatchMatrix.Moment.CANCELLING, Part.RABBITMQ));
    }
    assertAllHold(results);
    assertEquals(List.of(0, 0, 40, 0, 0, 0), repeated(results));
  }

  @Test
  void whoeverIsKilledWhileAnOperationIsUnderWayEachJobIsRetriedOnce() throws Exception {
    List<CaseResult> results = new ArrayList<>();
    try (World world =
        new World(options(FaultsCommand.SHORT_LEASE).with(OperationMatrix.SETTINGS))) {
      OperationMatrix matrix = new OperationMatrix(world, new Load(world.api().uri()));
      results.add(matrix.kill(OperationMatrix.Moment.CREATION_COMMITTED, Part.API));
      results.add(matrix.kill(OperationMatrix.Moment.CHUNK_BEGINS, Part.POSTGRES));
      results.add(matrix.kill(OperationMatrix.Moment.CHUNK_COMMITTED, Part.API));
    }
    assertAllHold(results);
  }

  @Test
  void whoeverIsKilledWhileUsageIsFoldedItIsThatOfTheJobs() throws Exception {
    List<CaseResult> results = new ArrayList<>();
    try (World world = new World(options(FaultsCommand.SHORT_LEASE).with(UsageMatrix.SETTINGS))) {
      UsageMatrix matrix = new UsageMatrix(world, new Load(world.api().uri()));
      for (UsageMatrix.Moment moment : UsageMatrix.Moment.values()) {
        results.add(matrix.kill(moment, Part.API));
        results.add(matrix.kill(moment, Part.POSTGRES));
      }
    }
    assertAllHold(results);
  }

  @Test
  void randomFaultsUnderMixedLoadBreakNothing() throws IOException {
    try (World world = new World(options(FaultsCommand.SHORT_LEASE))) {
      RandomRun run = new RandomRun(world, new Load(world.api().uri()), SEED, System.out::println);
      assertAllHold(run.run(Duration.ofMinutes(3)));
    }
  }

  @Test
  void aConnectedWorkerWithoutHintsBecomesUnreadySubscribesAgainAndFinallyIsNotLive()
      throws IOException {
    List<String> settings =
        List.of("errand.worker.concurrency=4", "errand.worker.health.starved=6S");
    try (World world = new World(options(settings))) {
      Load load = new Load(world.api().uri());
      SteadyLoad clients =
          new SteadyLoad(load, "starved", 20, (_, prompt) -> Submission.prompt("sim", prompt));
      Waiting.until("jobs run", SOON, () -> world.simulator().calls().total() > 20);
      assertEquals(Optional.empty(), world.worker().unready());

      world.workerNetwork().rabbit().starve();
      Waiting.until("unready", SOON, () -> !world.worker().isReady());
      assertEquals(Optional.empty(), world.worker().notLive());
      Waiting.until("not live", SOON, () -> !world.worker().isLive());
      assertEquals(Optional.empty(), world.api().unready());

      world.workerNetwork().rabbit().restore();
      Waiting.until("live", SOON, world.worker()::isLive);
      Waiting.until("ready", SOON, world.worker()::isReady);
      List<String> prompts = clients.stop();
      assertAllHold(
          List.of(new Watch(world, load).settle("starved", "worker", prompts, Instant.now())));
    }
  }

  private World.Options options(List<String> settings) {
    return new World.Options(home, flags, "rabbitmq", settings);
  }

  private static void assertAllHold(List<CaseResult> results) {
    results.forEach(result -> System.out.println(result.line()));
    assertEquals(List.of(), results.stream().flatMap(r -> r.violations().stream()).toList());
  }

  private static List<Integer> repeated(List<CaseResult> results) {
    return results.stream().map(CaseResult::repeated).toList();
  }
}
