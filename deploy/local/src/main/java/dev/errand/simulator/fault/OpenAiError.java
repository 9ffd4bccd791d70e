package dev.errand.simulator.fault;

import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** An error in the format of the OpenAI API. */
public record OpenAiError(
    int status, String type, Optional<String> code, Optional<String> param, String message) {

  private static final String INVALID_REQUEST = "invalid_request_error";

  /** The error for a directive. */
  public static OpenAiError ofStatus(int status) {
    String message = "The simulator was told to answer with status " + status + ".";
    return switch (status) {
      case 401 -> simple(status, INVALID_REQUEST, "invalid_api_key", message);
      case 404 -> simple(status, INVALID_REQUEST, "model_not_found", message);
      case 429 -> simple(status, "requests", "rate_limit_exceeded", message);
      default ->
          new OpenAiError(
              status,
              status < 500 ? INVALID_REQUEST : "server_error",
              Optional.empty(),
              Optional.empty(),
              message);
    };
  }

  static OpenAiError insufficientQuota() {
    String message = "You exceeded your current quota, the simulator was told to say.";
    return simple(429, "insufficient_quota", "insufficient_quota", message);
  }

  static OpenAiError dailyLimit() {
    String message =
        "Rate limit reached on requests per day (RPD): Limit 200, Used 200, Requested 1.";
    return simple(429, "requests", "rate_limit_exceeded", message);
  }

  static OpenAiError loading() {
    String message = "The model is currently loading.";
    return simple(503, "unavailable_error", "model_loading", message);
  }

  public static OpenAiError badRequest(String message) {
    return new OpenAiError(400, INVALID_REQUEST, Optional.empty(), Optional.empty(), message);
  }

  public static OpenAiError badParameter(String param, String code, String message) {
    return new OpenAiError(400, INVALID_REQUEST, Optional.of(code), Optional.of(param), message);
  }

  public static OpenAiError missingParameter(String param) {
    return badParameter(
        param, "missing_required_parameter", "Missing required parameter: '" + param + "'.");
  }

  public static OpenAiError unknownPath(String method, String path) {
    String message = "Invalid URL (" + method + " " + path + ")";
    return simple(404, INVALID_REQUEST, "unknown_url", message);
  }

  public static OpenAiError tooLarge(int limit) {
    String message = "The request body is larger than " + limit + " bytes.";
    return simple(413, INVALID_REQUEST, "request_too_large", message);
  }

  private static OpenAiError simple(int status, String type, String code, String message) {
    return new OpenAiError(status, type, Optional.of(code), Optional.empty(), message);
  }

  public JsonObject toJson() {
    JsonObject error =
        new JsonObject()
            .put("message", message)
            .put("type", type)
            .put("param", param.orElse(null))
            .put("code", code.orElse(null));
    return new JsonObject().put("error", error);
  }
}
