package dev.errand.client;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Arrays;
import java.util.Locale;

/** The types of {@link Problem} that the API has; docs/reference/api.md explains each. */
public enum ProblemType {
  INVALID_JSON,
  INVALID_REQUEST,
  NO_CREDENTIALS,
  INVALID_CREDENTIALS,
  FORBIDDEN,
  FOREIGN_ORIGIN,
  TENANT_SUSPENDED,
  NOT_FOUND,
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
  /** A type that this client does not know, or a response that is not a problem document. */
  UNKNOWN;

  private static final String PREFIX = "urn:errand:problem:";

  @JsonCreator
  static ProblemType of(String uri) {
    return Arrays.stream(values()).filter(type -> type.uri().equals(uri)).findAny().orElse(UNKNOWN);
  }

  private String uri() {
    return PREFIX + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
