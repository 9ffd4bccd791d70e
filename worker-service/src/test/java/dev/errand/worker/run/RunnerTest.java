package dev.errand.worker.run;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.job.Endpoint;
import dev.errand.job.Failure;
import dev.errand.job.JobState;
import dev.errand.job.OnLost;
import dev.errand.job.Outcome;
import dev.errand.simulator.Simulator;
import dev.errand.simulator.SimulatorOptions;
import dev.errand.store.AttemptEnd;
import dev.errand.store.AttemptEnd.Call;
import dev.errand.store.ClaimedJob;
import dev.errand.store.EndFate;
import dev.errand.store.Lease;
import dev.errand.telemetry.Tracing;
import dev.errand.worker.config.TestedConfig;
import dev.errand.worker.flow.CircuitBreakers;
import dev.errand.worker.flow.LaneCloser;
import dev.errand.worker.flow.ModelGates;
import dev.errand.worker.http.ByteBudget;
import dev.errand.worker.run.RunningJob.Drop;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The runner with the simulated provider, and a store that delays the recording. */
class RunnerTest {

  private static final int SLOTS = 2;

  private final Vertx vertx = Vertx.vertx();
  private final Simulator provider = Simulator.start(SimulatorOptions.anyPort());
  private final CountDownLatch store = new CountDownLatch(1);
  private final Finisher finisher = new Finisher(this::write, 16 << 20, Duration.ofMinutes(1));
  private final List<AttemptEnd> ends = new CopyOnWriteArrayList<>();
  private final AtomicInteger wakes = new AtomicInteger();
  private final List<String> lanesWithRoom = new CopyOnWriteArrayList<>();
  private final ByteBudget memory = new ByteBudget(10_000);
  private final TestedConfig config =
      new TestedConfig(
          provider.baseUri().toString(),
          Map.of(
              "errand.worker.concurrency", String.valueOf(SLOTS),
              "errand.prices.sim.input", "1000000",
              "errand.prices.sim.output", "0"));
  private final MeterRegistry metrics = new SimpleMeterRegistry();
  private final LaneCloser closer = new LaneCloser(null, metrics);
  private final ModelGates models = new ModelGates(closer, config.worker());
  private final CircuitBreakers breakers =
      new CircuitBreakers(closer, models, config.worker(), metrics);
  private final Capacity capacity =
      new Capacity(memory, breakers, models, metrics, config.worker());
  private final Runner runner = runner();

  @AfterEach
  void stop() {
    store.countDown();
    await().until(() -> runner.count() == 0);
    finisher.close();
    provider.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void aSlotIsFreeOnceTheCallHasEndedBeforeItsOutcomeIsRecorded() {
    runner.start(job("sim"), System.nanoTime());
    runner.start(job("sim-hang"), System.nanoTime());

    await().untilAsserted(() -> assertEquals(1, capacity.jobs()));

    assertEquals(2, runner.count());
    assertEquals(1, wakes.get());
    runner.drop(_ -> true, Drop.LEASE_GONE);
  }

  @Test
  void noMoreIsBegunWhileTwiceTheSlotsWaitToBeRecorded() {
    for (int began = 0; began < 2 * SLOTS; began++) {
      await().until(() -> capacity.jobs() > 0);
      runner.start(job("sim"), System.nanoTime());
    }
    await().until(() -> provider.calls().inFlight() == 0 && provider.calls().total() == 4);
    assertEquals(0, capacity.jobs());

    store.countDown();

    await().untilAsserted(() -> assertEquals(SLOTS, capacity.jobs()));
  }

  @Test
  void aJobWhoseLeaseExpiresBeforeItsCallIsNotCalled() {
    runner.start(job("sim"), System.nanoTime() - config.worker().lease().toNanos());

    await().until(() -> runner.count() == 0);

    assertEquals(0, provider.calls().total());
    assertEquals(SLOTS, capacity.jobs());
  }

  @Test
  void aJobKeepsItsLeaseUntilItsEndIsRecorded() {
    ClaimedJob job = job("sim");
    runner.start(job, System.nanoTime());
    await().until(() -> provider.calls().total() == 1 && capacity.jobs() == SLOTS);

    assertEquals(List.of(job.lease()), runner.leases());
    store.countDown();

    await().until(() -> runner.leases().isEmpty());
  }

  @Test
  void theDrainWaitsForOutcomesBeingRecorded() throws InterruptedException {
    runner.start(job("sim"), System.nanoTime());
    await().until(() -> provider.calls().total() == 1 && capacity.jobs() == SLOTS);
    Thread drain = Thread.ofVirtual().start(() -> new Drain(runner).run(Duration.ofSeconds(20)));

    assertTrue(!drain.join(Duration.ofMillis(200)));
    store.countDown();

    assertTrue(drain.join(Duration.ofSeconds(10)));
    assertEquals(0, runner.count());
  }

  @Test
  void nothingIsFreeWhileAnswersThatAreNotRecordedUseUpTheMemory() {
    runner.start(job("sim-big-20k"), System.nanoTime());
    await().until(() -> provider.calls().total() == 1 && memory.held() >= 20_000);

    assertEquals(0, capacity.jobs());
    assertEquals(0, memory.free());
    store.countDown();

    await().untilAsserted(() -> assertEquals(SLOTS, capacity.jobs()));
    assertEquals(10_000, memory.free());
  }

  @Test
  void theRecordedEndOfALimitedTenantsJobMakesRoomInItsLane() {
    runner.start(job("sim"), System.nanoTime());
    runner.start(limited(job("sim")), System.nanoTime());
    await().until(() -> provider.calls().total() == 2 && capacity.jobs() == SLOTS);
    assertEquals(List.of(), lanesWithRoom);

    store.countDown();

    await().until(() -> runner.count() == 0);
    assertEquals(List.of("l"), lanesWithRoom);
  }

  @Test
  void aRequestIsReleasedWhileItsAnswerIsAwaited() {
    runner.start(job("sim-hang"), System.nanoTime());
    await().until(() -> provider.calls().total() == 1);

    await().untilAsserted(() -> assertEquals(10_000, memory.free()));
    runner.drop(_ -> true, Drop.LEASE_GONE);
  }

  @Test
  void aDrainHandsBackUnfinishedCalls() {
    AttemptEnd end = cutOff(job("sim-hang"));

    assertEquals(Outcome.HANDED_BACK, end.outcome());
    assertEquals(JobState.QUEUED, end.to());
    assertFalse(end.spends());
  }

  @Test
  void aCallThatMustNotBeRepeatedIsNotHandedBack() {
    AttemptEnd end = cutOff(job("sim-hang", OnLost.FAIL));

    assertEquals(Outcome.LOST, end.outcome());
    assertEquals(JobState.FAILED, end.to());
    assertEquals(Failure.Type.LOST, end.failure().type());
  }

  @Test
  void tokensAndWaitingAreMeasured() {
    store.countDown();
    runner.start(job("sim"), System.nanoTime());
    await().until(() -> runner.count() == 0);

    assertEquals(1, metrics.get("errand.jobs.waited").tag("lane", "l").timer().count());
    assertEquals(
        1, metrics.get("errand.tenant.attempts").tag("tenant", "default").counter().count());
    for (String direction : List.of("input", "output")) {
      double ofLane =
          metrics.get("errand.tokens").tags("lane", "l", "direction", direction).counter().count();
      assertTrue(ofLane > 0, direction);
      assertEquals(
          ofLane,
          metrics.get("errand.tenant.tokens").tag("direction", direction).counter().count());
    }
  }

  @Test
  void anEndHasTheCostOfItsTokensIfItsModelHasAPrice() {
    store.countDown();
    runner.start(job("sim"), System.nanoTime());
    await().until(() -> ends.size() == 1);
    runner.start(job("sim-other"), System.nanoTime());
    await().until(() -> ends.size() == 2);

    Call priced = ends.getFirst().call();
    assertEquals(0, priced.cost().compareTo(BigDecimal.valueOf(priced.usage().inputTokens())));
    assertNull(ends.getLast().call().cost());
    await().until(() -> runner.count() == 0);
    Counter cost = metrics.get("errand.cost").tag("currency", "USD").counter();
    assertEquals(priced.cost().doubleValue(), cost.count());
    assertEquals("sim", cost.getId().getTag("gen_ai.request.model"));
    assertEquals("p", cost.getId().getTag("gen_ai.provider.name"));
  }

  private AttemptEnd cutOff(ClaimedJob job) {
    store.countDown();
    runner.start(job, System.nanoTime());
    await().until(() -> provider.calls().total() == 1);
    new Drain(runner).run(Duration.ZERO);
    return ends.getFirst();
  }

  private Runner runner() {
    capacity.onMore(wakes::incrementAndGet, lanesWithRoom::add);
    return new Runner(
        config.client(vertx),
        config.prices(),
        new RetryPolicy(config.worker()),
        finisher,
        breakers,
        new AttemptReport(
            metrics,
            new Consumption(metrics, config.worker()),
            new GenAi(metrics, config.lanes(), config.prices(), config.worker())),
        new AttemptSpans(Tracing.off(), config.lanes(), InstantSource.system()),
        capacity,
        metrics,
        config.worker());
  }

  private List<EndFate> write(List<AttemptEnd> ends) {
    try {
      store.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    this.ends.addAll(ends);
    return Collections.nCopies(ends.size(), EndFate.RECORDED);
  }

  private static ClaimedJob job(String model) {
    return job(model, OnLost.RETRY);
  }

  /** The same job, of a tenant with a limit of running calls. */
  private static ClaimedJob limited(ClaimedJob job) {
    return new ClaimedJob(
        job.lease(),
        job.life(),
        job.lane(),
        job.spent(),
        job.maxAttempts(),
        job.timeout(),
        job.onLost(),
        job.endpoint(),
        job.model(),
        job.body(),
        job.throttling(),
        true,
        job.tenant(),
        job.waited(),
        job.trace());
  }

  private static ClaimedJob job(String model, OnLost onLost) {
    UUID id = UUID.randomUUID();
    String body =
        "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
            .formatted(model, id);
    return new ClaimedJob(
        new Lease(id, 1),
        1,
        "l",
        0,
        1,
        Optional.empty(),
        onLost,
        Endpoint.CHAT_COMPLETIONS,
        model,
        body.getBytes(StandardCharsets.UTF_8));
  }
}
