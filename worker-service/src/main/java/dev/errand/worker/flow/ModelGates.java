package dev.errand.worker.flow;

import dev.errand.store.ClaimedJob;
import dev.errand.store.ModelLimit;
import dev.errand.worker.config.WorkerConfig;
import dev.errand.worker.outcome.LlmOutcome;
import dev.errand.worker.outcome.LlmOutcome.Answered;
import dev.errand.worker.outcome.LlmOutcome.Refused;
import dev.errand.worker.outcome.LlmOutcome.Throttled;
import dev.errand.worker.outcome.Pause.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The gates of models whose calls were throttled: closed for all workers during the pause, then
 * opened by this worker call by call.
 */
@ApplicationScoped
public class ModelGates {

  /** More calls in flight than most per-minute limits allow. */
  private static final int FULL = 256;

  /** Clients choose the names of models: unused gates are removed. */
  private static final int MANY = 1_000;

  private static final Duration IDLE = Duration.ofHours(2);

  private final LaneCloser closer;
  private final PauseLengths lengths;
  private final int full;
  private final Map<Key, ModelGate> gates = new ConcurrentHashMap<>();
  private volatile Consumer<String> onRoom = _ -> {};

  @Inject
  public ModelGates(LaneCloser closer, WorkerConfig config) {
    this.closer = closer;
    this.lengths =
        new PauseLengths(config.throttle(), () -> ThreadLocalRandom.current().nextLong());
    this.full = Math.min(FULL, config.concurrency());
  }

  private record Key(String lane, String model) {

    private static Key of(ClaimedJob job) {
      return new Key(job.lane(), job.model());
    }
  }

  /** Registers a listener that gets the lane whenever more calls of one of its models may begin. */
  public void onRoom(Consumer<String> listener) {
    onRoom = listener;
  }

  /** The models of these lanes whose claims are limited. */
  public List<ModelLimit> limits(Collection<String> lanes) {
    return gates.entrySet().stream()
        .filter(gate -> lanes.contains(gate.getKey().lane))
        .map(
            gate -> new ModelLimit(gate.getKey().lane, gate.getKey().model, gate.getValue().room()))
        .toList();
  }

  /** Forgets all closures of a lane's models. */
  void resumed(String lane) {
    gates.keySet().removeIf(key -> key.lane.equals(lane));
    onRoom.accept(lane);
  }

  /**
   * Records that a job begins; pass the result, null if its model has no gate, to {@link #ended}.
   */
  ModelGate.@Nullable Turn begun(ClaimedJob job) {
    ModelGate gate = gates.get(Key.of(job));
    return gate == null ? null : gate.begun();
  }

  /** Records that a job's call has ended. */
  void ended(ClaimedJob job, ModelGate.@Nullable Turn begun, LlmOutcome outcome) {
    if (outcome instanceof Throttled throttled && throttled.pause().scope() == Scope.MODEL) {
      turnedAway(job, begun, throttled);
    } else if (begun != null) {
      begun.gate().ended(begun, outcome instanceof Answered || outcome instanceof Refused);
      if (begun.gate().isFull()) {
        gates.remove(Key.of(job), begun.gate());
      }
      onRoom.accept(job.lane());
    }
  }

  /** How long the job's model was last closed; zero if it was not. */
  Duration pause(ClaimedJob job) {
    ModelGate gate = gates.get(Key.of(job));
    return gate == null ? Duration.ZERO : gate.pause();
  }

  private void turnedAway(ClaimedJob job, ModelGate.@Nullable Turn begun, Throttled throttled) {
    if (gates.size() > MANY) {
      gates.values().removeIf(gate -> gate.isIdleFor(IDLE));
    }
    gates
        .computeIfAbsent(Key.of(job), _ -> new ModelGate(full, System::nanoTime))
        .turnedAway(begun, before -> lengths.of(throttled.pause(), before))
        .ifPresent(pause -> closer.closeModel(job, pause, throttled));
  }
}
