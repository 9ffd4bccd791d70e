package dev.errand.api.jobs;

import dev.errand.api.jobs.JobView.Call;
import dev.errand.api.jobs.JobView.Course;
import dev.errand.api.jobs.JobView.Ending;
import dev.errand.api.jobs.JobView.Plan;
import dev.errand.job.Attempt;
import dev.errand.job.Job;
import dev.errand.job.JobResult;
import dev.errand.job.JobState;
import dev.errand.job.Outcome;
import dev.errand.store.read.JobDetails;
import dev.errand.store.read.JobSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Creates views of jobs from the store's records. */
public final class JobViews {

  private JobViews() {}

  /** One job with all of its data. */
  static JobView detailed(JobDetails details) {
    Integer position = details.position().isPresent() ? details.position().getAsInt() : null;
    return view(details.summary(), position, attempts(details), ending(details));
  }

  /** One job in a list. */
  public static JobView listed(JobSummary summary) {
    return view(summary, null, null, Ending.NONE);
  }

  private static JobView view(
      JobSummary summary,
      @Nullable Integer position,
      @Nullable List<AttemptView> attempts,
      Ending ending) {
    Job job = summary.job();
    return new JobView(
        job.id(),
        job.state(),
        new Call(summary.endpoint(), summary.model(), summary.metadata()),
        new Plan(
            job.lane(),
            job.priority(),
            job.runAt(),
            job.deadline(),
            job.maxAttempts(),
            job.timeoutSeconds(),
            job.onLost()),
        new Course(
            job.createdAt(),
            job.startedAt(),
            job.endedAt(),
            job.life(),
            job.spent(),
            job.throttles() == 0 ? null : job.throttles(),
            job.throttledSince(),
            job.finishReason(),
            position),
        attempts,
        ending);
  }

  private static List<AttemptView> attempts(JobDetails details) {
    List<AttemptView> attempts = new ArrayList<>();
    details.attempts().forEach(attempt -> attempts.add(AttemptView.of(attempt)));
    if (details.summary().job().state() == JobState.RUNNING) {
      attempts.add(AttemptView.underWay(details.summary().job()));
    }
    return attempts;
  }

  private static Ending ending(JobDetails details) {
    Job job = details.summary().job();
    return switch (job.state()) {
      case SCHEDULED, QUEUED, RUNNING -> Ending.NONE;
      case SUCCEEDED -> success(details);
      case FAILED -> failure(ErrorView.of(details.result().orElseThrow()));
      case CANCELLED -> failure(ErrorView.cancelled());
      case EXPIRED -> failure(ErrorView.expired(job));
    };
  }

  private static Ending success(JobDetails details) {
    JobResult result = details.result().orElseThrow();
    String answer = StoredAnswer.text(Objects.requireNonNull(result.body()));
    String text = OutputText.of(details.summary().endpoint(), answer).orElse(null);
    return new Ending(usage(details.attempts()), answer, text, null);
  }

  private static Ending failure(ErrorView error) {
    return new Ending(null, null, null, error);
  }

  /** The successful attempt is the last one. */
  private static @Nullable UsageView usage(List<Attempt> attempts) {
    Attempt last = attempts.getLast();
    return last.outcome() == Outcome.SUCCEEDED ? UsageView.of(last.usage()) : null;
  }
}
