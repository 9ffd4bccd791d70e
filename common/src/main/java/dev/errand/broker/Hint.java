package dev.errand.broker;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * The broker's message: "this lane has n jobs to run". A worker claims the lane's best jobs, not
 * those that caused the hint.
 *
 * @param lane the lane that has jobs
 * @param job the job that caused the hint, or the first of them, for tracing
 * @param jobs how many jobs it stands for, 1 to {@link #MOST_JOBS}
 */
@RegisterForReflection
public record Hint(String lane, UUID job, int jobs) {

  /**
   * Maximum number of jobs for one message: enough to make the broker's cost per job small, but few
   * enough that workers with a handful of slots still share a burst.
   */
  public static final int MOST_JOBS = 16;

  public Hint {
    Objects.requireNonNull(lane, "lane");
    Objects.requireNonNull(job, "job");
    if (jobs < 1 || jobs > MOST_JOBS) {
      throw new IllegalArgumentException("a hint cannot stand for %d jobs".formatted(jobs));
    }
  }

  /** A hint for one job. */
  public Hint(String lane, UUID job) {
    this(lane, job, 1);
  }

  /** The same jobs in fewer messages: adjacent hints for one lane share a message. */
  public static List<Hint> merged(List<Hint> hints) {
    List<Hint> merged = new ArrayList<>();
    Map<String, Hint> open = new LinkedHashMap<>();
    for (Hint hint : hints) {
      Hint last = open.get(hint.lane);
      if (last != null && last.jobs + hint.jobs <= MOST_JOBS) {
        open.put(hint.lane, new Hint(last.lane, last.job, last.jobs + hint.jobs));
      } else {
        open.put(hint.lane, hint);
        if (last != null) {
          merged.add(last);
        }
      }
    }
    merged.addAll(open.values());
    return merged;
  }

  /** The total number of jobs that the hints stand for. */
  public static int jobs(List<Hint> hints) {
    return hints.stream().mapToInt(Hint::jobs).sum();
  }
}
