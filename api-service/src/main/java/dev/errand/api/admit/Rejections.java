package dev.errand.api.admit;

import dev.errand.api.problem.Problem;
import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.ProblemMappers;
import dev.errand.api.problem.ProblemType;
import dev.errand.api.submit.RejectedException;
import dev.errand.database.DatabaseException;
import dev.errand.store.Acceptance.Forgotten;
import dev.errand.store.Acceptance.KeyReused;
import dev.errand.store.Acceptance.Refused;
import dev.errand.telemetry.Metric;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.CompletionException;

/** Converts rejected submissions to problems, and counts them by reason. */
@ApplicationScoped
public class Rejections {

  private final MeterRegistry meters;

  @Inject
  Rejections(MeterRegistry meters) {
    this.meters = meters;
  }

  /** The problem for a submission's failure. */
  public Problem reject(Throwable failure) {
    return reject(problem(failure));
  }

  /** The same problem, counted. */
  public Problem reject(Problem problem) {
    Metric.SUBMISSIONS_REJECTED.counter(meters, problem.reason()).increment();
    return problem;
  }

  /** The problem for a key that was used with another submission. */
  public static Problem problem(Refused refused) {
    return switch (refused) {
      case KeyReused reused -> keyReused(reused);
      case Forgotten forgotten -> deleted(forgotten);
    };
  }

  /** Another payload was submitted under the same key before. */
  private static Problem keyReused(KeyReused reused) {
    return Problem.of(
        ProblemType.KEY_REUSED,
        "job %s was submitted with this key and another payload; use a new key, or send the same"
                .formatted(reused.id())
            + " JSON again");
  }

  /**
   * The same payload was submitted under the same key before, and its job has been deleted since.
   */
  private static Problem deleted(Forgotten forgotten) {
    return Problem.of(
        ProblemType.JOB_DELETED,
        "this was submitted before as job %s, which has been deleted; it was not run again. To run"
                .formatted(forgotten.id())
            + " it again, use a new key");
  }

  /** A value that the database cannot store, now or later. */
  private static Problem unstorable(DatabaseException e) {
    return Problem.of(
        ProblemType.INVALID_SUBMISSION,
        "the database cannot store a value in this submission: %s. Change or remove that value"
            .formatted(e.reason()));
  }

  private static Problem problem(Throwable failure) {
    return switch (failure) {
      case CompletionException wrapper when wrapper.getCause() != null ->
          problem(wrapper.getCause());
      case ProblemException e -> e.problem();
      case RejectedException e ->
          Problem.of(type(e.reason()), String.valueOf(e.getMessage()), e.violations());
      case DatabaseException e when e.isUnstorable() -> unstorable(e);
      case DatabaseException e -> ProblemMappers.unavailable(e);
      default -> ProblemMappers.defect(failure);
    };
  }

  private static ProblemType type(RejectedException.Reason reason) {
    return switch (reason) {
      case MALFORMED -> ProblemType.INVALID_JSON;
      case INVALID -> ProblemType.INVALID_SUBMISSION;
    };
  }
}
