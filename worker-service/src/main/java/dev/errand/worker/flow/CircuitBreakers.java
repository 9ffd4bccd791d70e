package dev.errand.worker.flow;

import dev.errand.job.Failure;
import dev.errand.store.ClaimedJob;
import dev.errand.telemetry.LogLine;
import dev.errand.telemetry.Metric;
import dev.errand.worker.config.WorkerConfig;
import dev.errand.worker.flow.CircuitBreaker.Change;
import dev.errand.worker.flow.CircuitBreaker.State;
import dev.errand.worker.outcome.LlmOutcome;
import dev.errand.worker.outcome.LlmOutcome.Aborted;
import dev.errand.worker.outcome.LlmOutcome.Answered;
import dev.errand.worker.outcome.LlmOutcome.Broken;
import dev.errand.worker.outcome.LlmOutcome.NotSent;
import dev.errand.worker.outcome.LlmOutcome.Refused;
import dev.errand.worker.outcome.LlmOutcome.Throttled;
import dev.errand.worker.outcome.Pause.Cause;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The circuit breakers of all lanes: a lane with a broken provider is held back by this worker; a
 * lane with account errors is also held back, and closed for all workers.
 */
@ApplicationScoped
public class CircuitBreakers {

  private static final Logger LOG = Logger.getLogger(CircuitBreakers.class);

  private final LaneCloser closer;
  private final WorkerConfig config;
  private final ModelGates models;
  private final MeterRegistry metrics;
  private final Map<String, CircuitBreaker> lanes = new ConcurrentHashMap<>();

  @Inject
  public CircuitBreakers(
      LaneCloser closer, ModelGates models, WorkerConfig config, MeterRegistry metrics) {
    this.closer = closer;
    this.models = models;
    this.config = config;
    this.metrics = metrics;
  }

  /**
   * How many of the requested jobs of each lane may be claimed now; lanes with none are omitted.
   *
   * @param wanted requested jobs by lane
   */
  public Map<String, Integer> allowed(Map<String, Integer> wanted) {
    Map<String, Integer> allowed = new HashMap<>(wanted);
    allowed.replaceAll((lane, jobs) -> breaker(lane).allowed(jobs));
    allowed.values().removeIf(jobs -> jobs == 0);
    return allowed;
  }

  /**
   * The state with which a call begins.
   *
   * @param model null if the model has no gate
   */
  public record Turn(int lane, ModelGate.@Nullable Turn model) {}

  /** Records that a job begins; pass the result to {@link #ended}. */
  public Turn begun(ClaimedJob job) {
    CircuitBreaker breaker = breaker(job.lane());
    State before = breaker.state();
    Turn turn = new Turn(breaker.begun(), models.begun(job));
    if (before == State.HELD_BACK && breaker.state() == State.PROBED) {
      LOG.info(
          LogLine.event("lane_probed")
              .with("lane", job.lane())
              .with("job", job.lease().job())
              .next("the lane's other jobs wait for the result of this call"));
    }
    return turn;
  }

  /** Records that a job's call has ended. */
  public void ended(ClaimedJob job, Turn begun, LlmOutcome outcome) {
    models.ended(job, begun.model, outcome);
    boolean shortTime =
        job.timeout().filter(time -> time.compareTo(config.timeout()) < 0).isPresent();
    breaker(job.lane())
        .ended(begun.lane, CallResult.of(outcome, shortTime))
        .ifPresent(change -> changed(job, change, outcome));
  }

  /** The lanes that are held back, also while a call probes them; by name. */
  public List<String> heldBack() {
    return lanes.entrySet().stream()
        .filter(lane -> lane.getValue().state() != State.FREE)
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /** Somebody resumed the lane: frees whatever this worker held back of it. */
  public void resumed(String lane) {
    CircuitBreaker breaker = lanes.get(lane);
    if (breaker != null) {
      breaker.reset();
    }
    models.resumed(lane);
  }

  /** How long the job's model is closed or its lane held back; zero if neither. */
  public Duration pause(ClaimedJob job, LlmOutcome outcome) {
    return outcome instanceof Throttled throttled && throttled.pause().cause() != Cause.ACCOUNT
        ? models.pause(job)
        : breaker(job.lane()).pause();
  }

  private void changed(ClaimedJob job, Change change, LlmOutcome last) {
    String lane = job.lane();
    switch (change.to()) {
      case FREE -> {
        LOG.info(
            LogLine.event("lane_freed")
                .with("lane", lane)
                .next("its provider works again; its jobs are claimed as before"));
        closer.openForAccount(lane);
      }
      case HELD_BACK -> {
        Failure why = because(last);
        LOG.warn(
            LogLine.event("lane_held_back")
                .with("lane", lane)
                .with("job", job.lease().job())
                .with("for", change.pause())
                .with("reason", why.type().text())
                .with("error", why.message())
                .next("its jobs wait; then one call probes its provider"));
        if (last instanceof Throttled) {
          closer.closeForAccount(job, change.pause());
        }
      }
      case PROBED -> throw new IllegalStateException("a call's end begins no probe");
    }
  }

  private static Failure because(LlmOutcome last) {
    return switch (last) {
      case Broken broken -> broken.failure();
      case NotSent notSent -> notSent.failure();
      case Throttled throttled -> throttled.failure();
      case Answered _, Refused _, Aborted _ ->
          throw new IllegalStateException("no sign of a broken provider: " + last);
    };
  }

  private CircuitBreaker breaker(String lane) {
    return lanes.computeIfAbsent(
        lane,
        name -> {
          CircuitBreaker breaker =
              new CircuitBreaker(
                  config.holdBack(),
                  config.accountErrors().holdAfter(),
                  System::nanoTime,
                  () -> ThreadLocalRandom.current().nextLong());
          Metric.LANE_HELD_BACK.gauge(metrics, () -> breaker.state() == State.FREE ? 0 : 1, name);
          return breaker;
        });
  }
}
