package dev.errand.store.read;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Why queued jobs wait, of all tenants, at one moment.
 *
 * @param stops why no jobs of a lane or a model are claimed
 * @param workers those that respond
 * @param fullTenants tenants that have as many calls running as they may
 * @param fullKeys the ids of keys that have
 * @param paces of lanes that have running jobs
 */
public record WaitFacts(
    List<Stop> stops,
    List<WorkerSeen> workers,
    Set<String> fullTenants,
    Set<String> fullKeys,
    Map<String, Pace> paces) {
  public WaitFacts {
    stops = List.copyOf(stops);
    workers = List.copyOf(workers);
    fullTenants = Set.copyOf(fullTenants);
    fullKeys = Set.copyOf(fullKeys);
    paces = Map.copyOf(paces);
  }

  /**
   * Why no jobs of a lane or a model are claimed.
   *
   * @param model empty for the whole lane
   * @param by who paused the lane; empty if its provider closed it
   * @param until empty where it lasts until somebody resumes the lane
   */
  public record Stop(
      String lane,
      Optional<String> model,
      Optional<String> by,
      Optional<Instant> until,
      String reason) {

    /** Whether it keeps jobs of this lane and model from being claimed. */
    public boolean concerns(String job, String its) {
      return lane.equals(job) && model.map(its::equals).orElse(true);
    }
  }

  /**
   * A lane's running jobs.
   *
   * @param elapsed the mean time for which they have been running
   */
  public record Pace(long running, Duration elapsed) {}
}
