package dev.errand.worker.run;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.errand.job.Endpoint;
import dev.errand.job.Failure;
import dev.errand.job.OnLost;
import dev.errand.job.Usage;
import dev.errand.store.AttemptEnd.Call;
import dev.errand.store.ClaimedJob;
import dev.errand.store.Lease;
import dev.errand.worker.config.TestedConfig;
import dev.errand.worker.llm.LlmOutcome;
import dev.errand.worker.llm.LlmOutcome.Answered;
import dev.errand.worker.llm.LlmOutcome.NotSent;
import dev.errand.worker.llm.LlmOutcome.Throttled;
import dev.errand.worker.llm.Pause;
import dev.errand.worker.llm.Pause.Cause;
import dev.errand.worker.llm.Pause.Scope;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class HeldLanesTest {

  private static final LlmOutcome ANSWERED =
      new Answered(new byte[0], new Call(200, null, Usage.UNKNOWN));
  private static final LlmOutcome BROKEN =
      new NotSent(new Failure(Failure.Type.UNREACHABLE, "refused"));

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final HeldLanes lanes =
      new HeldLanes(
          new LaneCloser(null),
          new TestedConfig(
                  "http://localhost/v1",
                  Map.of(
                      "errand.worker.hold-back.after", "2", "errand.worker.hold-back.base", "0.1S"))
              .worker(),
          metrics);

  @Test
  void aLaneThatIsHeldBackIsLeftOutOfClaimsAndTheOthersAreNot() {
    call(BROKEN);
    assertEquals(Map.of("a", 5, "b", 3), lanes.allowed(Map.of("a", 5, "b", 3)));

    call(BROKEN);

    assertEquals(Map.of("b", 3), lanes.allowed(Map.of("a", 5, "b", 3)));
    assertEquals(1, held("a"));
    assertEquals(0, held("b"));
    assertEquals(Duration.ZERO, lanes.pause("b"));
  }

  @Test
  void itIsProbedByOneCallAndFreedByItsAnswer() {
    call(BROKEN);
    call(BROKEN);

    await().until(() -> lanes.allowed(Map.of("a", 5)).equals(Map.of("a", 1)));
    int probe = lanes.begun(job());
    assertEquals(Map.of(), lanes.allowed(Map.of("a", 5)));
    lanes.ended(job(), probe, ANSWERED);

    assertEquals(Map.of("a", 5), lanes.allowed(Map.of("a", 5)));
    assertEquals(0, held("a"));
  }

  @Test
  void whatOneKeyWaitsForClosesNoLane() {
    LlmOutcome limited =
        new Throttled(
            new Pause(Optional.of(Duration.ZERO), Scope.KEY, Cause.ACCOUNT),
            new Failure(Failure.Type.RATE_LIMITED, "slow"),
            new Call(429, null, Usage.UNKNOWN));

    for (int i = 0; i < 5; i++) {
      call(limited);
    }

    assertEquals(Map.of("a", 5), lanes.allowed(Map.of("a", 5)));
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
