package dev.errand.worker.outcome;

import dev.errand.worker.http.HttpAnswer;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Finds the provider's id of a call, which its support can look up. */
final class CallId {

  /** The provider's own headers, before those of gateways and networks in between. */
  private static final List<String> HEADERS =
      List.of(
          "x-request-id",
          "request-id",
          "apim-request-id",
          "x-ms-request-id",
          "x-amzn-requestid",
          "x-amz-request-id",
          "x-goog-request-id",
          "x-generation-id",
          "x-litellm-call-id",
          "x-correlation-id",
          "x-trace-id",
          "cf-ray");

  private static final int LONGEST = 200;

  private CallId() {}

  /** The id, or null. */
  static @Nullable String of(HttpAnswer http) {
    return HEADERS.stream()
        .map(http::header)
        .filter(Objects::nonNull)
        .map(String::strip)
        .filter(id -> !id.isEmpty())
        .findFirst()
        .map(id -> id.substring(0, Math.min(id.length(), LONGEST)))
        .orElse(null);
  }
}
