package dev.errand.api.admit;

import dev.errand.api.problem.Problem;
import dev.errand.api.problem.ProblemMappers;
import dev.errand.api.problem.ProblemType;

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

  /** The maximum number of uploads is in progress. */
  record TooManyUploads() implements Denial {

    @Override
    public Problem problem() {
      return Problem.of(
          ProblemType.UNAVAILABLE, "too many uploads are in progress; try again shortly");
    }
  }
}
