package dev.errand.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.Optional;

/**
 * What went wrong with a request (RFC 9457).
 *
 * @param title the kind of problem, for people
 * @param status the HTTP status
 * @param detail what went wrong this time
 * @param instance names this occurrence, for the service's logs
 * @param violations each thing that is wrong with a submission or a query
 */
public record Problem(
    ProblemType type,
    String title,
    int status,
    String detail,
    Optional<String> instance,
    List<Violation> violations) {

  public Problem {
    violations = violations == null ? List.of() : List.copyOf(violations);
  }

  /** One thing that is wrong. */
  public record Violation(String field, String message) {}

  /** What the HTTP server answers by itself, or something before it, is no problem document. */
  static Problem read(int status, String body) {
    try {
      Problem problem = Json.MAPPER.readValue(body, Problem.class);
      if (problem != null && problem.type != null && problem.status == status) {
        return problem;
      }
    } catch (JsonProcessingException _) {
      // Told as it came.
    }
    return new Problem(ProblemType.UNKNOWN, "HTTP", status, body, Optional.empty(), List.of());
  }
}
