package dev.errand.client;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** The service rejected a request: {@link #type} says what to do about it. */
public final class ProblemException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient Problem problem;
  private final transient Optional<Duration> retryAfter;

  private ProblemException(Problem problem, Optional<Duration> retryAfter) {
    super("%d %s: %s".formatted(problem.status(), problem.title(), problem.detail()));
    this.problem = problem;
    this.retryAfter = retryAfter;
  }

  static ProblemException of(HttpResponse<?> response, String body) {
    return new ProblemException(
        Problem.read(response.statusCode(), body), JobAnswer.retryAfter(response));
  }

  public Problem problem() {
    return problem;
  }

  public ProblemType type() {
    return problem.type();
  }

  /** The HTTP status. */
  public int status() {
    return problem.status();
  }

  /** When to try again; empty if that would not help. */
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
