package dev.errand.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.Optional;

/**
 * What went wrong with a request (RFC 9457).
 *
 * @param title the type of problem, for humans
 * @param status the HTTP status
 * @param detail what went wrong this time
 * @param instance identifies this occurrence in the service's log
 * @param violations every error in a submission or a query
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

  /** One error. */
  public record Violation(String field, String message) {}

  /**
   * Responses from the HTTP server itself, or from a proxy in front of it, are not problem
   * documents.
   */
  static Problem read(int status, String body) {
    try {
      Problem problem = Json.MAPPER.readValue(body, Problem.class);
      if (problem != null && problem.type != null && problem.status == status) {
        return problem;
      }
    } catch (JsonProcessingException _) {
      // Reported unchanged.
    }
    return new Problem(ProblemType.UNKNOWN, "HTTP", status, body, Optional.empty(), List.of());
  }
}
