package dev.errand.api.problem;

import java.util.List;

/** Ends a request with a {@link Problem}. Cheap: it carries no stack trace. */
public final class ProblemException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  public ProblemException(Problem problem) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  public ProblemException(ProblemType type, String detail) {
    this(Problem.of(type, detail));
  }

  /** Something in a request is wrong: a field of its body, a parameter or a header. */
  public static ProblemException invalid(String field, String message) {
    return invalid(List.of(new Violation(field, message)));
  }

  /** Several things in a request are wrong. */
  public static ProblemException invalid(List<Violation> violations) {
    return new ProblemException(Problem.invalid(violations));
  }

  public Problem problem() {
    return problem;
  }
}
