package dev.errand.api.console.lanes;

import dev.errand.api.console.jobs.JobQuery;
import dev.errand.api.console.page.Formats;
import dev.errand.api.console.page.Moment;
import dev.errand.api.lanes.ClosuresView;
import dev.errand.api.lanes.LaneView;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A lane.
 *
 * @param state whether its jobs are claimed, and why not
 * @param until when that is over by itself
 * @param oldestSeconds how long its oldest job has waited; 0 without one
 * @param cause the job whose call closed it last; empty if there is none, or it is another tenant's
 * @param stopped whether its jobs wait for something that somebody must do or the provider asked
 *     for
 */
public record LaneRow(
    String name,
    String kind,
    String state,
    Moment until,
    String pool,
    String scheduled,
    String queued,
    String running,
    String oldest,
    double oldestSeconds,
    String cause,
    List<String> models,
    boolean paused,
    boolean resumable,
    boolean stopped,
    String jobs,
    String failures) {

  /** A lane as the API shows it. */
  public static LaneRow of(LaneView lane) {
    LaneView.Jobs jobs = lane.jobs();
    boolean more = !jobs.countsExact();
    double oldest = Objects.requireNonNullElse(jobs.oldestQueuedAgeSeconds(), 0.0);
    return new LaneRow(
        lane.name(),
        lane.open() && lane.configured() ? "open" : "warning",
        state(lane),
        Moment.of(lane.pause() == null ? lane.closedUntil() : lane.pause().until()),
        Objects.requireNonNullElse(lane.configuration().pool(), Formats.NONE),
        Formats.upTo(jobs.scheduled(), more),
        Formats.upTo(jobs.queued(), more),
        Formats.upTo(jobs.running(), more),
        oldest == 0 ? Formats.NONE : oldest(oldest),
        oldest,
        cause(lane.closures()),
        lane.closedModels().stream().map(it -> it.model() + ": " + it.reason()).toList(),
        lane.pause() != null,
        !lane.open() || !lane.closedModels().isEmpty(),
        !lane.open() || !lane.configured() && jobs.queued() > 0,
        JobQuery.of("lane", lane.name()).path(),
        JobQuery.of("lane", lane.name()).path("/ui/failures"));
  }

  private static String state(LaneView lane) {
    if (lane.pause() != null) {
      return "‖ paused by %s: %s".formatted(lane.pause().by(), lane.pause().reason());
    }
    if (!lane.open()) {
      return "‖ closed by its provider: " + lane.closedReason() + times(lane.closures());
    }
    return lane.configured() ? "● open" : "✖ not configured: no worker takes its jobs";
  }

  private static String times(@Nullable ClosuresView closures) {
    return closures == null || closures.count() < 2
        ? ""
        : ", " + Formats.number(closures.count()) + " times in a row";
  }

  private static String cause(@Nullable ClosuresView closures) {
    UUID job = closures == null ? null : closures.job();
    return job == null ? "" : job.toString();
  }

  /** In whole units, so that the page changes rarely. */
  private static String oldest(double seconds) {
    long whole = (long) seconds;
    if (whole < 60) {
      return whole / 10 * 10 + " s";
    }
    return whole < 3600 ? whole / 60 + " m" : Formats.duration(Duration.ofSeconds(whole));
  }
}
