package dev.errand.api.problem;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A problem with a request, as sent to the client (RFC 9457).
 *
 * @param retryAfter when to try again, sent in a header; null if that would not help
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@Schema(description = "What went wrong (RFC 9457).")
public record Problem(
    @Schema(
            description = "The kind of problem; docs/reference/api.md lists them.",
            examples = "urn:errand:problem:invalid-submission")
        String type,
    @Schema(
            description = "The kind of problem, for humans.",
            examples = "The submission is not valid")
        String title,
    @Schema(description = "The HTTP status.", examples = "422") int status,
    @Schema(
            description = "What went wrong this time.",
            examples = "priority: must be from -100 to 100, not 101")
        String detail,
    @Schema(description = "Identifies this occurrence in the service's log.")
        @Nullable String instance,
    @Schema(description = "Every error in the request.") List<Violation> violations,
    @JsonIgnore @Schema(hidden = true) @Nullable Duration retryAfter) {

  /** The media type of problems. */
  public static final String MEDIA_TYPE = "application/problem+json";

  /** After which to try again what was not available. */
  private static final Duration SOON = Duration.ofSeconds(2);

  public Problem {
    violations = List.copyOf(violations);
  }

  public static Problem of(ProblemType type, String detail) {
    return of(type, detail, List.of());
  }

  public static Problem of(ProblemType type, String detail, List<Violation> violations) {
    Duration retryAfter = type == ProblemType.UNAVAILABLE ? SOON : null;
    return new Problem(
        type.uri(), type.title(), type.status(), detail, null, violations, retryAfter);
  }

  /** The problem of a request with these errors. */
  public static Problem invalid(List<Violation> violations) {
    return of(ProblemType.INVALID_REQUEST, Violation.summary(violations), violations);
  }

  /** The problem of a caller that has reached a limit of its own. */
  public static Problem quotaExceeded(String detail, Duration retryAfter) {
    ProblemType type = ProblemType.QUOTA_EXCEEDED;
    return new Problem(
        type.uri(), type.title(), type.status(), detail, null, List.of(), retryAfter);
  }

  /** The problem for a path that does not exist, as requested. */
  public static Problem nothingAt(@Nullable String path) {
    return of(
        ProblemType.NOT_FOUND,
        "No such path: %s. The API is at /v1, its documentation at /q/swagger-ui.".formatted(path));
  }

  /** The same problem with an identifier for this occurrence. */
  Problem named(String occurrence) {
    return new Problem(type, title, status, detail, occurrence, violations, retryAfter);
  }

  /** Whether the problem is of this type. */
  public boolean is(ProblemType known) {
    return type.equals(known.uri());
  }

  /** Whether its type is one of {@link ProblemType}. */
  boolean hasKnownType() {
    return type.startsWith(ProblemType.PREFIX);
  }

  /** The last part of the type, for metrics. */
  public String reason() {
    return type.substring(type.lastIndexOf(':') + 1);
  }

  /** The response with this problem; if a retry may help, it says when. */
  public Response response() {
    ResponseBuilder response =
        Response.status(status).type(MediaType.valueOf(MEDIA_TYPE)).entity(this);
    if (retryAfter != null) {
      response.header(HttpHeaders.RETRY_AFTER, retryAfter.toSeconds());
    }
    return response.build();
  }
}
