package dev.errand.api.waiting;

import dev.errand.job.Job;
import dev.errand.lane.Lane;
import dev.errand.lane.Lanes;
import dev.errand.store.read.JobDetails;
import dev.errand.store.read.JobQueries;
import dev.errand.store.read.JobSummary;
import dev.errand.store.read.WaitFacts;
import dev.errand.store.read.WaitQueries;
import dev.errand.tenant.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Says why jobs have not started. */
@ApplicationScoped
public class WaitingJobs {

  private final WaitingFacts facts;
  private final WaitQueries queries;
  private final Lanes lanes;
  private final Clock clock;

  @Inject
  WaitingJobs(WaitingFacts facts, WaitQueries queries, Lanes lanes, Clock clock) {
    this.facts = facts;
    this.queries = queries;
    this.lanes = lanes;
    this.clock = clock;
  }

  /** Why one of the caller's jobs waits; null if it has started. */
  public @Nullable Waiting single(Caller caller, JobDetails details) {
    return waiting(caller, details.summary(), details.position(), true);
  }

  /** The same for a job in a list: without its position, and without a query for each. */
  public @Nullable Waiting listed(Caller caller, JobSummary summary) {
    return waiting(caller, summary, OptionalInt.empty(), false);
  }

  private @Nullable Waiting waiting(
      Caller caller, JobSummary summary, OptionalInt position, boolean single) {
    Job job = summary.job();
    return switch (job.state()) {
      case SCHEDULED -> scheduled(job);
      case QUEUED -> queued(caller, summary, position, single);
      case RUNNING, SUCCEEDED, FAILED, CANCELLED, EXPIRED -> null;
    };
  }

  /** After the first attempt, a job is only scheduled for the next one. */
  private static Waiting scheduled(Job job) {
    if (job.attempt() == 0) {
      return new Waiting(
          WaitingReason.SCHEDULED.text(), job.runAt(), "not before its run_at", null, job.runAt());
    }
    String detail =
        job.throttledSince() == null
            ? "%d of %d attempts are spent".formatted(job.spent(), job.maxAttempts())
            : "the provider throttled the last call";
    return new Waiting(WaitingReason.BACKOFF.text(), job.runAt(), detail, null, job.runAt());
  }

  private Waiting queued(Caller caller, JobSummary summary, OptionalInt position, boolean single) {
    WaitFacts now = facts.now();
    Optional<Lane> lane = lanes.named(summary.job().lane());
    Cause cause =
        lane.map(it -> new LaneCauses(now, it).of(summary))
            .orElseGet(() -> LaneCauses.noSuchLane(summary.job().lane()));
    if (cause.isLaneOpen() && isFull(caller, summary, now, single)) {
      cause = Cause.of(WaitingReason.QUOTA, "as many calls run as this key or tenant may have");
    }
    Integer place = position.isPresent() ? position.getAsInt() : null;
    return new Waiting(
        cause.reason().text(),
        cause.until().orElse(null),
        cause.detail(),
        place,
        place == null ? null : start(now, summary.job().lane(), cause, place).orElse(null));
  }

  private boolean isFull(Caller caller, JobSummary summary, WaitFacts now, boolean single) {
    return now.fullTenants().contains(caller.tenant())
        || single
            && !now.fullKeys().isEmpty()
            && queries.key(caller, summary.job().id()).filter(now.fullKeys()::contains).isPresent();
  }

  /**
   * Calls take about twice as long as those that run have been running, and as many end in that
   * time as run.
   */
  private Optional<Instant> start(WaitFacts now, String lane, Cause cause, int position) {
    WaitFacts.Pace pace = now.paces().get(lane);
    if (!cause.isLaneOpen() || pace == null || position >= JobQueries.POSITIONS) {
      return Optional.empty();
    }
    Duration wait = pace.elapsed().multipliedBy(2L * position).dividedBy(pace.running());
    return Optional.of(clock.instant().plus(wait));
  }
}
