package dev.errand.api.waiting;

import dev.errand.lane.Lane;
import dev.errand.store.read.JobSummary;
import dev.errand.store.read.WaitFacts;
import dev.errand.store.read.WaitFacts.Stop;
import dev.errand.store.read.WorkerSeen;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Why queued jobs of a configured lane wait. */
final class LaneCauses {

  private final WaitFacts facts;
  private final Lane lane;
  private final List<WorkerSeen> workers;

  LaneCauses(WaitFacts facts, Lane lane) {
    this.facts = facts;
    this.lane = lane;
    this.workers =
        facts.workers().stream()
            .filter(worker -> worker.pool().equals(lane.pool()) && worker.claims())
            .toList();
  }

  /** The cause for a job whose lane is not configured. */
  static Cause noSuchLane(String lane) {
    return Cause.of(
        WaitingReason.NO_SUCH_LANE,
        "the lane %s is not configured, so no worker takes its jobs".formatted(lane));
  }

  /** Why this job waits. */
  Cause of(JobSummary summary) {
    return stop(summary.model()).orElseGet(this::ofWorkers);
  }

  /** A person's pause first, since it does not end by itself. */
  private Optional<Cause> stop(String model) {
    return facts.stops().stream()
        .filter(stop -> stop.concerns(lane.name(), model))
        .min(Comparator.comparing((Stop stop) -> stop.by().isEmpty()))
        .map(LaneCauses::stopped);
  }

  private static Cause stopped(Stop stop) {
    return stop.by()
        .map(
            by ->
                new Cause(
                    WaitingReason.LANE_PAUSED,
                    stop.until(),
                    "%s paused the lane: %s".formatted(by, stop.reason())))
        .orElseGet(
            () ->
                new Cause(
                    WaitingReason.LANE_PAUSED_BY_PROVIDER,
                    stop.until(),
                    "the provider closed %s: %s"
                        .formatted(
                            stop.model().map(it -> "the model " + it).orElse("the lane"),
                            stop.reason())));
  }

  private Cause ofWorkers() {
    if (workers.isEmpty()) {
      return Cause.of(
          WaitingReason.NO_WORKER,
          "no worker of the pool %s responds and claims jobs".formatted(lane.pool()));
    }
    List<WorkerSeen> willing =
        workers.stream().filter(worker -> !worker.heldBack().contains(lane.name())).toList();
    if (willing.isEmpty()) {
      return Cause.of(WaitingReason.LANE_HELD_BACK, "all workers found the lane's provider broken");
    }
    return willing.stream().allMatch(worker -> worker.calls() >= worker.slots())
        ? Cause.of(
            WaitingReason.LANE_FULL, "all slots of the pool %s are taken".formatted(lane.pool()))
        : Cause.of(WaitingReason.TURN, "others are before it, or a worker is about to take it");
  }
}
