package dev.errand.api.jobs;

import dev.errand.api.admin.Author;
import dev.errand.api.hints.HintQueue;
import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.ProblemType;
import dev.errand.broker.Hint;
import dev.errand.job.JobState;
import dev.errand.store.JobStore;
import dev.errand.store.JobStore.Move;
import dev.errand.store.read.JobDetails;
import dev.errand.tenant.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;

/**
 * Cancels, retries and deletes single jobs; throws a problem if there is none, or its state forbids
 * it.
 */
@ApplicationScoped
public class JobActions {

  private final JobStore store;
  private final JobAnswers answers;
  private final HintQueue hints;

  @Inject
  JobActions(JobStore store, JobAnswers answers, HintQueue hints) {
    this.store = store;
    this.answers = answers;
    this.hints = hints;
  }

  /** Ends a job that has not ended. Once is enough. */
  public JobDetails cancel(Caller caller, UUID job) {
    Move move = store.cancel(caller, job).orElseThrow(() -> JobAnswers.unknown(job));
    if (!move.won() && move.from() != JobState.CANCELLED) {
      throw conflict(move, "only an unfinished job can be cancelled");
    }
    return answers.details(caller, job);
  }

  /** Queues a job again that has ended without an answer. */
  public JobDetails retry(Caller caller, UUID job) {
    Move move = store.retry(caller, job).orElseThrow(() -> JobAnswers.unknown(job));
    if (!move.won()) {
      throw conflict(move, "only a failed, expired or cancelled job can be retried");
    }
    JobDetails details = answers.details(caller, job);
    hints.publish(List.of(new Hint(details.summary().job().lane(), job)));
    return details;
  }

  /** Deletes a job that has ended. */
  public void delete(Author author, UUID job) {
    Move move =
        store
            .delete(author.caller(), author.origin(), job)
            .orElseThrow(() -> JobAnswers.unknown(job));
    if (!move.won()) {
      throw conflict(move, "only a finished job can be deleted; cancel it first");
    }
  }

  private static ProblemException conflict(Move move, String rule) {
    String why =
        move.ofBatch() && move.from().isFinal()
            ? "a line of a batch that has ended stays as it is until its batch's files are deleted"
            : rule;
    return new ProblemException(
        ProblemType.CONFLICT, "the job is %s; %s".formatted(move.from().text(), why));
  }
}
