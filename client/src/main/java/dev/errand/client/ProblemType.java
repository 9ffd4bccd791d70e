package dev.errand.client;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Arrays;
import java.util.Locale;

/**
 * The types of {@link Problem} that the API has; docs/reference/api.md and openai.md explain each.
 */
public enum ProblemType {
  INVALID_JSON,
  INVALID_REQUEST,
  BATCH_NOT_CANCELLABLE,
  FILE_IN_USE,
  NO_CREDENTIALS,
  INVALID_CREDENTIALS,
  FORBIDDEN,
  FOREIGN_ORIGIN,
  TENANT_SUSPENDED,
  NOT_FOUND,
  MODEL_NOT_FOUND,
  METHOD_NOT_ALLOWED,
  NOT_ACCEPTABLE,
  REQUEST_TIMEOUT,
  CONFLICT,
  UNEXPECTED_COUNT,
  OPERATION_ENDED,
  JOB_DELETED,
  TOO_LARGE,
  UNSUPPORTED_MEDIA_TYPE,
  INVALID_BODY,
  INVALID_SUBMISSION,
  KEY_REUSED,
  TOO_MANY_LINES,
  QUOTA_EXCEEDED,
  INTERNAL,
  UNAVAILABLE,
  CALL_NOT_ENDED,
  /** A type that this client does not know, or a response that is not a problem document. */
  UNKNOWN;

  private static final String PREFIX = "urn:errand:problem:";

  @JsonCreator
  static ProblemType of(String uri) {
    return Arrays.stream(values()).filter(type -> type.uri().equals(uri)).findAny().orElse(UNKNOWN);
  }

  /** The type with this code of OpenAI's API; docs/reference/openai.md explains each. */
  static ProblemType ofCode(String code) {
    return switch (code) {
      case "invalid_api_key" -> INVALID_CREDENTIALS;
      case "rate_limit_exceeded" -> QUOTA_EXCEEDED;
      default ->
          Arrays.stream(values())
              .filter(type -> type.name().toLowerCase(Locale.ROOT).equals(code))
              .findAny()
              .orElse(UNKNOWN);
    };
  }

  private String uri() {
    return PREFIX + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
