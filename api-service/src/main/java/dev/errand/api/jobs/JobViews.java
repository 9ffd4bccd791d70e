package dev.errand.api.jobs;

import dev.errand.api.jobs.JobView.Call;
import dev.errand.api.jobs.JobView.Course;
import dev.errand.api.jobs.JobView.Ending;
import dev.errand.api.jobs.JobView.Plan;
import dev.errand.api.submit.Submission;
import dev.errand.api.waiting.Waiting;
import dev.errand.job.Attempt;
import dev.errand.job.Job;
import dev.errand.job.JobResult;
import dev.errand.job.JobState;
import dev.errand.job.Outcome;
import dev.errand.store.Acceptance;
import dev.errand.store.NewJob;
import dev.errand.store.batch.BatchId;
import dev.errand.store.content.JobContent;
import dev.errand.store.read.JobDetails;
import dev.errand.store.read.JobSummary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Creates views of jobs from the store's records. */
public final class JobViews {

  private JobViews() {}

  /** The newly accepted job. */
  static JobView accepted(Submission submission, Acceptance.Accepted accepted) {
    Submission.Call call = submission.call();
    NewJob.Plan plan = submission.plan();
    return new JobView(
        accepted.id(),
        accepted.state(),
        new Call(call.endpoint(), call.model(), submission.metadata(), null, null),
        new Plan(
            call.lane(),
            plan.priority(),
            accepted.runAt(),
            plan.deadline(),
            plan.maxAttempts(),
            plan.timeoutSeconds(),
            plan.onLost()),
        new Course(accepted.createdAt(), null, null, 1, 0, null, null, null, null, null),
        List.of(),
        Ending.NONE);
  }

  /**
   * One job with all of its data.
   *
   * @param waiting null if it has started
   */
  static JobView detailed(JobDetails details, @Nullable Waiting waiting) {
    Integer position = details.position().isPresent() ? details.position().getAsInt() : null;
    Job job = details.summary().job();
    return new JobView(
        job.id(),
        job.state(),
        call(details.summary(), null),
        plan(job),
        course(job, position, waiting),
        attempts(details),
        ending(details));
  }

  /**
   * One job in a list, with what was asked for.
   *
   * @param waiting null if it has started
   */
  public static JobView listed(
      JobSummary summary, @Nullable Waiting waiting, JobContent content, Set<Include> include) {
    return new JobView(
        summary.job().id(),
        summary.job().state(),
        call(summary, content.request()),
        plan(summary.job()),
        course(summary.job(), null, waiting),
        null,
        ending(summary, content, include));
  }

  private static Call call(JobSummary summary, byte @Nullable [] request) {
    return new Call(
        summary.endpoint(),
        summary.model(),
        summary.metadata(),
        summary.batch().map(BatchId::text).orElse(null),
        request == null ? null : new String(request, StandardCharsets.UTF_8));
  }

  private static Plan plan(Job job) {
    return new Plan(
        job.lane(),
        job.priority(),
        job.runAt(),
        job.deadline(),
        job.maxAttempts(),
        job.timeoutSeconds(),
        job.onLost());
  }

  private static Course course(Job job, @Nullable Integer position, @Nullable Waiting waiting) {
    return new Course(
        job.createdAt(),
        job.startedAt(),
        job.endedAt(),
        job.life(),
        job.spent(),
        job.throttles() == 0 ? null : job.throttles(),
        job.throttledSince(),
        job.finishReason(),
        position,
        waiting);
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
    return details.summary().job().state() == JobState.SUCCEEDED
        ? success(details)
        : withoutAnswer(details.summary());
  }

  private static Ending success(JobDetails details) {
    JobResult result = details.result().orElseThrow();
    String answer = StoredAnswer.text(Objects.requireNonNull(result.body()));
    String text = OutputText.of(details.summary().endpoint(), answer).orElse(null);
    return new Ending(usage(details.attempts()), answer, text, null);
  }

  private static Ending ending(JobSummary summary, JobContent content, Set<Include> include) {
    if (summary.job().state() != JobState.SUCCEEDED) {
      return withoutAnswer(summary);
    }
    byte[] body = content.answer();
    String answer = body == null ? null : StoredAnswer.text(body);
    return new Ending(
        content.usage() == null ? null : UsageView.of(content.usage()),
        include.contains(Include.RESULT) ? answer : null,
        answer != null && include.contains(Include.OUTPUT_TEXT)
            ? OutputText.of(summary.endpoint(), answer).orElse(null)
            : null,
        null);
  }

  private static Ending withoutAnswer(JobSummary summary) {
    return switch (summary.job().state()) {
      case SCHEDULED, QUEUED, RUNNING, SUCCEEDED -> Ending.NONE;
      case FAILED -> failure(summary.error().map(ErrorView::of).orElse(null));
      case CANCELLED -> failure(ErrorView.cancelled());
      case EXPIRED -> failure(ErrorView.expired(summary.job()));
    };
  }

  private static Ending failure(@Nullable ErrorView error) {
    return new Ending(null, null, null, error);
  }

  /** The successful attempt is the last one. */
  private static @Nullable UsageView usage(List<Attempt> attempts) {
    Attempt last = attempts.getLast();
    return last.outcome() == Outcome.SUCCEEDED ? UsageView.of(last.usage()) : null;
  }
}
