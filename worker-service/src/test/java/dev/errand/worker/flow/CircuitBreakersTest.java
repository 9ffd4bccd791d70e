package dev.errand.worker.flow;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.job.Endpoint;
import dev.errand.job.Failure;
import dev.errand.job.OnLost;
import dev.errand.job.Outcome;
import dev.errand.job.Usage;
import dev.errand.store.AttemptEnd.Call;
import dev.errand.store.ClaimedJob;
import dev.errand.store.Lease;
import dev.errand.store.ModelLimit;
import dev.errand.testing.LoggedLines;
import dev.errand.testing.StoreFixture;
import dev.errand.worker.config.TestedConfig;
import dev.errand.worker.config.WorkerConfig;
import dev.errand.worker.outcome.LlmOutcome;
import dev.errand.worker.outcome.LlmOutcome.Answered;
import dev.errand.worker.outcome.LlmOutcome.Broken;
import dev.errand.worker.outcome.LlmOutcome.NotSent;
import dev.errand.worker.outcome.LlmOutcome.Throttled;
import dev.errand.worker.outcome.Pause;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CircuitBreakersTest {

  private static final LlmOutcome ANSWERED =
      new Answered(new byte[0], new Call(200, null, Usage.UNKNOWN));
  private static final LlmOutcome BROKEN =
      new NotSent(new Failure(Failure.Type.UNREACHABLE, "refused"));

  /** A lane that is held back stays so for the whole test. */
  private static final String LONG = "10M";

  /** It is soon probed. */
  private static final String SHORT = "0.1S";

  private final StoreFixture store = new StoreFixture();
  private SimpleMeterRegistry metrics;
  private ModelGates models;
  private CircuitBreakers lanes;

  @BeforeEach
  void lanesThatAreHeldBackForLong() {
    hold(LONG);
  }

  private void hold(String base) {
    WorkerConfig config =
        new TestedConfig(
                "http://localhost/v1",
                Map.of(
                    "errand.worker.hold-back.after", "2",
                    "errand.worker.hold-back.base", base,
                    "errand.worker.hold-back.cap", LONG,
                    "errand.worker.throttle.base", base,
                    "errand.worker.throttle.cap", LONG,
                    "errand.worker.account-errors.hold-after", "2"))
            .worker();
    metrics = new SimpleMeterRegistry();
    LaneCloser closer = new LaneCloser(store.closures, metrics);
    models = new ModelGates(closer, config);
    lanes = new CircuitBreakers(closer, models, config, metrics);
  }

  @Test
  void aResumedLaneIsFreeAtOnceAndOthersStayHeldBack() {
    call(BROKEN);
    call(BROKEN);
    assertEquals(Map.of(), lanes.allowed(Map.of("a", 5)));

    lanes.resumed("b");
    assertEquals(Map.of(), lanes.allowed(Map.of("a", 5)));
    lanes.resumed("a");

    assertEquals(Map.of("a", 5), lanes.allowed(Map.of("a", 5)));
    assertEquals(0, held("a"));
  }

  @Test
  void theModelsOfAResumedLaneAreFreeAtOnceAndItsClaimerIsTold() {
    List<String> told = new ArrayList<>();
    models.onRoom(told::add);
    call(refused(Pause.Scope.MODEL));
    assertEquals(List.of(new ModelLimit("a", "m", 0)), models.limits(List.of("a", "b")));

    lanes.resumed("b");
    assertEquals(1, models.limits(List.of("a")).size());
    lanes.resumed("a");

    assertEquals(List.of(), models.limits(List.of("a")));
    assertEquals(List.of("b", "a"), told);
  }

  @Test
  void aLaneThatIsHeldBackIsLeftOutOfClaimsAndTheOthersAreNot() {
    call(BROKEN);
    assertEquals(Map.of("a", 5, "b", 3), lanes.allowed(Map.of("a", 5, "b", 3)));

    call(BROKEN);

    assertEquals(Map.of("b", 3), lanes.allowed(Map.of("a", 5, "b", 3)));
    assertEquals(1, held("a"));
    assertEquals(0, held("b"));
    assertTrue(lanes.pause(job(), BROKEN).compareTo(Duration.ZERO) > 0);
  }

  @Test
  void itIsProbedByOneCallAndFreedByItsAnswer() {
    hold(SHORT);
    call(BROKEN);
    call(BROKEN);

    await().until(() -> lanes.allowed(Map.of("a", 5)).equals(Map.of("a", 1)));
    CircuitBreakers.Turn probe = lanes.begun(job());
    assertEquals(Map.of(), lanes.allowed(Map.of("a", 5)));
    lanes.ended(job(), probe, ANSWERED);

    assertEquals(Map.of("a", 5), lanes.allowed(Map.of("a", 5)));
    assertEquals(0, held("a"));
  }

  @Test
  void anAccountErrorHoldsTheLaneBackForAllWorkersUntilAProbeWorks() {
    hold(SHORT);
    call(refused(Pause.Scope.LANE));
    assertEquals(List.of(), closures());
    call(refused(Pause.Scope.LANE));

    assertEquals(List.of(List.of("a", "account")), closures());
    assertEquals(1, held("a"));
    assertEquals(
        1,
        metrics
            .get("errand.lane.closures")
            .tags("lane", "a", "reason", "account")
            .counter()
            .count());
    await().until(() -> lanes.allowed(Map.of("a", 5)).equals(Map.of("a", 1)));
    call(ANSWERED);

    assertEquals(List.of(), closures());
    assertEquals(Map.of("a", 5), lanes.allowed(Map.of("a", 5)));
  }

  @Test
  void theHeldBackLanesAreKnownAlsoWhileACallProbesThem() {
    hold(SHORT);
    assertEquals(List.of(), lanes.heldBack());
    call(BROKEN);
    call(BROKEN);
    assertEquals(List.of("a"), lanes.heldBack());

    await().until(() -> lanes.allowed(Map.of("a", 5)).equals(Map.of("a", 1)));
    CircuitBreakers.Turn probe = lanes.begun(job());
    assertEquals(List.of("a"), lanes.heldBack());
    lanes.ended(job(), probe, ANSWERED);

    assertEquals(List.of(), lanes.heldBack());
  }

  @Test
  void aClosureNamesTheJobThatCausedIt() {
    ClaimedJob job = job();
    for (int i = 0; i < 2; i++) {
      lanes.ended(job, lanes.begun(job), refused(Pause.Scope.LANE));
    }

    assertEquals(
        List.of(List.of(job.lease().job().toString(), "1")),
        store.query("select job, closures from lane_closure"));
  }

  @Test
  void oneRejectedKeyOfSeveralHoldsNoLaneBack() {
    for (int i = 0; i < 9; i++) {
      call(refused(Pause.Scope.KEY));
    }

    assertEquals(Map.of("a", 5), lanes.allowed(Map.of("a", 5)));
    assertEquals(List.of(), closures());
  }

  @Test
  void aProvidersTextForgesNeitherALineNorAField() {
    LlmOutcome forging =
        new Broken(
            Outcome.FAILED,
            new Failure(Failure.Type.PROVIDER_ERROR, "no\" next=\"none\nevent=lane_freed lane=a"),
            Optional.empty(),
            new Call(500, null, Usage.UNKNOWN));
    try (LoggedLines logged = new LoggedLines(CircuitBreakers.class)) {
      call(forging);
      call(forging);

      assertEquals(1, logged.all().size());
      assertTrue(
          logged
              .all()
              .getFirst()
              .contains(
                  " error=\"no\\\" next=\\\"none\\u000aevent=lane_freed lane=a\""
                      + " next=\"its jobs wait; then one call probes its provider\""),
          logged.all()::toString);
    }
  }

  private List<List<String>> closures() {
    return store.query("select lane, reason from lane_closure");
  }

  private static LlmOutcome refused(Pause.Scope scope) {
    return new Throttled(
        new Pause(Optional.empty(), scope, Pause.Cause.ACCOUNT),
        new Failure(Failure.Type.PROVIDER_ERROR, "wrong key"),
        new Call(401, null, Usage.UNKNOWN));
  }

  private void call(LlmOutcome outcome) {
    lanes.ended(job(), lanes.begun(job()), outcome);
  }

  private double held(String lane) {
    return metrics.get("errand.lane.held_back").tag("lane", lane).gauge().value();
  }

  private static ClaimedJob job() {
    return new ClaimedJob(
        new Lease(UUID.randomUUID(), 1),
        1,
        "a",
        0,
        1,
        Optional.empty(),
        OnLost.RETRY,
        Endpoint.RESPONSES,
        "m",
        new byte[0]);
  }
}
