package dev.errand.api.admit;

import dev.errand.api.problem.Problem;
import dev.errand.api.problem.ProblemMappers;
import dev.errand.api.problem.ProblemType;
import java.time.Duration;
import java.util.List;

/** Why a caller may not submit now. */
public sealed interface Denial {

  /** The problem for the client: type and status, what to do, and when to try again. */
  Problem problem();

  /** The maximum number of submissions is waiting for the commit. */
  record TooManyQueued() implements Denial {

    @Override
    public Problem problem() {
      return ProblemMappers.overloaded();
    }
  }

  /** The caller's jobs may not name this model. */
  record ModelNotPermitted(String model, List<String> permitted) implements Denial {

    @Override
    public Problem problem() {
      return Problem.of(
          ProblemType.FORBIDDEN,
          "the key does not permit the model %s; it permits: %s"
              .formatted(model, String.join(", ", permitted)));
    }
  }

  /** The caller's jobs may not have so high a priority. */
  record PriorityNotPermitted(int priority, int highest) implements Denial {

    @Override
    public Problem problem() {
      return Problem.of(
          ProblemType.FORBIDDEN,
          "the key or its tenant does not permit the priority %d; set a priority of at most %d"
              .formatted(priority, highest));
    }
  }

  /** As many jobs of the key or of the tenant wait as may. */
  record TooManyWaiting(String whose, int most) implements Denial {

    private static final Duration LATER = Duration.ofSeconds(5);

    @Override
    public Problem problem() {
      return Problem.quotaExceeded(
          "the limit of %d waiting jobs of this %s is reached; try again later"
              .formatted(most, whose),
          LATER);
    }
  }

  /** The maximum number of uploads is in progress. */
  record TooManyUploads() implements Denial {

    @Override
    public Problem problem() {
      return Problem.of(
          ProblemType.UNAVAILABLE, "too many uploads are in progress; try again shortly");
    }
  }
}
