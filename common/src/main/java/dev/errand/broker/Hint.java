package dev.errand.broker;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The broker's message: "this lane has n jobs to run". A worker claims the lane's best jobs, not
 * those that caused the hint.
 *
 * @param lane the lane that has jobs
 * @param job the job that caused the hint, or the first of them, for tracing
 * @param jobs how many jobs it stands for, 1 to {@link #MOST_JOBS}
 * @param trace the {@link dev.errand.telemetry.TraceContext} of the first of them that is traced;
 *     null if none is
 */
@RegisterForReflection
public record Hint(
    String lane, UUID job, int jobs, @JsonInclude(Include.NON_NULL) @Nullable String trace) {

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

  /** A hint for jobs that are not traced. */
  public Hint(String lane, UUID job, int jobs) {
    this(lane, job, jobs, null);
  }

  /** A hint for one job that is not traced. */
  public Hint(String lane, UUID job) {
    this(lane, job, 1);
  }

  /** The same hint in this trace. */
  Hint within(@Nullable String context) {
    return new Hint(lane, job, jobs, context);
  }

  private Hint and(Hint next) {
    return new Hint(lane, job, jobs + next.jobs, trace == null ? next.trace : trace);
  }

  /** The same jobs in fewer messages: adjacent hints for one lane share a message. */
  public static List<Hint> merged(List<Hint> hints) {
    List<Hint> merged = new ArrayList<>();
    Map<String, Hint> open = new LinkedHashMap<>();
    for (Hint hint : hints) {
      Hint last = open.get(hint.lane);
      if (last != null && last.jobs + hint.jobs <= MOST_JOBS) {
        open.put(hint.lane, last.and(hint));
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
