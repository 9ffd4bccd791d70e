package dev.errand.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
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
   * Responses from the HTTP server itself, or from a proxy in front of it, are neither problem
   * documents nor in OpenAI's form.
   */
  static Problem read(int status, String body) {
    try {
      JsonNode error = Json.MAPPER.readTree(body).path("error");
      if (error.path("message").isTextual()) {
        return ofOpenAi(status, error);
      }
      Problem problem = Json.MAPPER.readValue(body, Problem.class);
      if (problem != null && problem.type != null && problem.status == status) {
        return problem;
      }
    } catch (JsonProcessingException notJson) {
      // Reported unchanged.
    }
    return new Problem(ProblemType.UNKNOWN, "HTTP", status, body, Optional.empty(), List.of());
  }

  private static Problem ofOpenAi(int status, JsonNode error) {
    String message = error.path("message").asText();
    return new Problem(
        ProblemType.ofCode(error.path("code").asText()),
        error.path("type").asText(),
        status,
        message,
        Optional.empty(),
        error.path("param").isTextual()
            ? List.of(new Violation(error.path("param").asText(), message))
            : List.of());
  }
}
