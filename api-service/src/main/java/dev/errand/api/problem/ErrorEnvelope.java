package dev.errand.api.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An error as OpenAI's clients read it: without all four keys, some of them show no message. */
@RegisterForReflection
@Schema(name = "OpenAIError", description = "An error in the form of OpenAI's API.")
public record ErrorEnvelope(@Schema(description = "What went wrong.") Details error) {

  /** The header that tells OpenAI's clients whether to send a request again. */
  public static final String SHOULD_RETRY = "x-should-retry";

  /** Clients ignore a longer {@code Retry-After}, or give up. */
  private static final Duration LONGEST_RETRY_AFTER = Duration.ofSeconds(60);

  private static final int BAD_REQUEST = 400;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERROR = 500;

  /** The provider's request is the whole body here, not a field of it. */
  private static final String BODY = "body.";

  /** What went wrong. */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.ALWAYS)
  @Schema(
      name = "OpenAIErrorDetails",
      description = "What went wrong.",
      requiredProperties = {"message", "type", "param", "code"})
  public record Details(
      @Schema(description = "For humans.", examples = "no lane takes the model gpt-0")
          String message,
      @Schema(
              description = "invalid_request_error, rate_limit_error or server_error.",
              examples = "invalid_request_error")
          String type,
      @Schema(
              nullable = true,
              description = "The wrong parameter, if it is one.",
              examples = "model")
          @Nullable String param,
      @Schema(nullable = true, description = "The kind of error.", examples = "model_not_found")
          @Nullable String code) {}

  /** An error that concerns no parameter. */
  public static ErrorEnvelope of(int status, String message, String code) {
    return new ErrorEnvelope(new Details(message, type(status), null, code));
  }

  /** A problem with its parameter. */
  static ErrorEnvelope of(Problem problem) {
    List<Violation> violations =
        problem.violations().stream().map(ErrorEnvelope::ofParameter).toList();
    String message = violations.isEmpty() ? message(problem) : Violation.summary(violations);
    String param = violations.isEmpty() ? null : violations.getFirst().field();
    return new ErrorEnvelope(new Details(message, type(status(problem)), param, code(problem)));
  }

  /** OpenAI answers 400 where a parameter is wrong. */
  static int status(Problem problem) {
    return problem.is(ProblemType.INVALID_SUBMISSION) || problem.is(ProblemType.INVALID_BODY)
        ? BAD_REQUEST
        : problem.status();
  }

  /** Whether clients must be told not to send the request again, or not to wait so long for it. */
  static boolean forbidsRetry(Problem problem) {
    return problem.is(ProblemType.FILE_IN_USE)
        || problem.retryAfter() != null && problem.retryAfter().compareTo(LONGEST_RETRY_AFTER) > 0;
  }

  private static Violation ofParameter(Violation violation) {
    String field = violation.field();
    return field.startsWith(BODY)
        ? new Violation(field.substring(BODY.length()), violation.message())
        : violation;
  }

  private static String message(Problem problem) {
    return problem.instance() == null
        ? problem.detail()
        : "%s (%s)".formatted(problem.detail(), problem.instance());
  }

  private static String type(int status) {
    if (status >= SERVER_ERROR) {
      return "server_error";
    }
    return status == TOO_MANY_REQUESTS ? "rate_limit_error" : "invalid_request_error";
  }

  private static @Nullable String code(Problem problem) {
    if (problem.is(ProblemType.NO_CREDENTIALS) || problem.is(ProblemType.INVALID_CREDENTIALS)) {
      return "invalid_api_key";
    }
    if (problem.is(ProblemType.QUOTA_EXCEEDED)) {
      return "rate_limit_exceeded";
    }
    return problem.hasKnownType() ? problem.reason().replace('-', '_') : null;
  }
}
