package dev.errand.api.waiting;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.errand.job.Endpoint;
import dev.errand.job.Job;
import dev.errand.job.JobState;
import dev.errand.job.OnLost;
import dev.errand.lane.Lane;
import dev.errand.store.read.JobSummary;
import dev.errand.store.read.WaitFacts;
import dev.errand.store.read.WaitFacts.Stop;
import dev.errand.store.read.WorkerSeen;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LaneCausesTest {

  private static final Instant NOW = Instant.parse("2026-01-05T09:30:00Z");
  private static final Lane LANE =
      new Lane("gpt", "openai", List.of("gpt-*"), "default", OptionalInt.empty());
  private static final WorkerSeen FREE = worker("default", 3, List.of(), false, true);
  private static final WorkerSeen FULL = worker("default", 10, List.of(), false, true);
  private static final WorkerSeen HOLDING = worker("default", 3, List.of("gpt"), false, true);
  private static final Stop PAUSE =
      new Stop("gpt", Optional.empty(), Optional.of("ana"), Optional.empty(), "maintenance");

  @Test
  void aWorkerWithAFreeSlotMakesItAMatterOfTurn() {
    assertEquals(WaitingReason.TURN, cause(List.of(), FULL, HOLDING, FREE).reason());
  }

  @Test
  void withoutAFreeSlotTheLaneIsFull() {
    assertEquals(WaitingReason.LANE_FULL, cause(List.of(), FULL, FULL, HOLDING).reason());
  }

  @Test
  void aLaneIsHeldBackIfAllWorkersThatClaimDo() {
    WorkerSeen draining = worker("default", 0, List.of(), true, true);

    assertEquals(WaitingReason.LANE_HELD_BACK, cause(List.of(), HOLDING, draining).reason());
  }

  @Test
  void workersOfOtherPoolsDrainingOnesAndDeadOnesAreNone() {
    Cause cause =
        cause(
            List.of(),
            worker("gpu", 0, List.of(), false, true),
            worker("default", 0, List.of(), true, true),
            worker("default", 0, List.of(), false, false));

    assertEquals(WaitingReason.NO_WORKER, cause.reason());
    assertEquals("no worker of the pool default responds and claims jobs", cause.detail());
  }

  @Test
  void aPausedLaneSaysWhoPausedItAndWhy() {
    Cause cause = cause(List.of(closed(Optional.empty()), PAUSE), FREE);

    assertEquals(WaitingReason.LANE_PAUSED, cause.reason());
    assertEquals("ana paused the lane: maintenance", cause.detail());
    assertEquals(Optional.empty(), cause.until());
  }

  @Test
  void aLaneOrModelThatTheProviderClosedSaysUntilWhen() {
    Cause lane = cause(List.of(closed(Optional.empty())), FREE);
    Cause model = cause(List.of(closed(Optional.of("gpt-5"))), FREE);

    assertEquals(WaitingReason.LANE_PAUSED_BY_PROVIDER, lane.reason());
    assertEquals(Optional.of(NOW), lane.until());
    assertEquals("the provider closed the lane: rate", lane.detail());
    assertEquals("the provider closed the model gpt-5: rate", model.detail());
  }

  @Test
  void whatStopsOthersDoesNotStopTheJob() {
    Stop otherLane = new Stop("other", Optional.empty(), Optional.of("ana"), Optional.empty(), "r");

    assertEquals(
        WaitingReason.TURN, cause(List.of(otherLane, closed(Optional.of("gpt-4"))), FREE).reason());
  }

  private static Stop closed(Optional<String> model) {
    return new Stop("gpt", model, Optional.empty(), Optional.of(NOW), "rate");
  }

  private static Cause cause(List<Stop> stops, WorkerSeen... workers) {
    WaitFacts facts = new WaitFacts(stops, List.of(workers), Set.of(), Set.of(), Map.of());
    return new LaneCauses(facts, LANE).of(job());
  }

  private static WorkerSeen worker(
      String pool, int calls, List<String> heldBack, boolean draining, boolean responds) {
    return new WorkerSeen("w", pool, "1.0", 10, calls, heldBack, draining, NOW, NOW, responds);
  }

  private static JobSummary job() {
    Job job =
        new Job(
            UUID.randomUUID(),
            JobState.QUEUED,
            "gpt",
            0,
            1,
            NOW,
            null,
            1,
            0,
            0,
            5,
            null,
            OnLost.RETRY,
            null,
            NOW,
            null,
            null,
            null,
            0,
            null);
    return new JobSummary(
        job, Endpoint.CHAT_COMPLETIONS, "gpt-5", Map.of(), Optional.empty(), Optional.empty());
  }
}
