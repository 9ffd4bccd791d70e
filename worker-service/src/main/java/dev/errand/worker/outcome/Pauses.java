package dev.errand.worker.outcome;

import dev.errand.worker.http.HttpAnswer;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the delay that a provider asks for, wherever it is in an answer. The first match counts:
 * explicit delays first, then those derived from counters.
 */
final class Pauses {

  /** "try again in 6m0s", "Please retry after 20 seconds", "wait 1 minute and 5 seconds". */
  private static final Pattern SPOKEN =
      Pattern.compile(
          "\\b(?:again|retry|retrying|wait|resets?|available|after)\\b(?:[:\\s]+[a-z]+){0,5}?[:\\s]+(?:~|about\\s)?("
              + Amounts.PATTERN
              + ")",
          Pattern.CASE_INSENSITIVE);

  private final InstantSource clock;

  Pauses(InstantSource clock) {
    this.clock = clock;
  }

  /** The requested pause; zero if it is already over. */
  Optional<Duration> asked(HttpAnswer http, ErrorBody body) {
    MultiMap headers = http.headers();
    // Points in time refer to the provider's own clock, which may be wrong.
    Instant now =
        Optional.ofNullable(headers.get(HttpHeaders.DATE))
            .flatMap(Moments::parse)
            .orElseGet(clock::instant);
    return Stream.<Optional<Duration>>of(
            header(headers, "retry-after-ms", Delay::millis),
            header(headers, "x-ms-retry-after-ms", Delay::millis),
            header(headers, "Retry-After", value -> Delay.parse(value, now)),
            inBody(body, now),
            spoken(body.text()),
            Resets.of(headers, http.status() == 429, now))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<Duration> header(
      MultiMap headers, String name, Function<String, Optional<Duration>> reader) {
    return Optional.ofNullable(headers.get(name)).flatMap(reader);
  }

  /**
   * Google's RetryInfo, the estimate for loading models, and copies of the header by some gateways.
   */
  private static Optional<Duration> inBody(ErrorBody body, Instant now) {
    return body.field("retrydelay")
        .flatMap(value -> Delay.parse(value, now))
        .or(() -> body.field("estimated_time").flatMap(value -> Delay.parse(value, now)))
        .or(() -> body.field("retry_after_ms").flatMap(Delay::millis))
        .or(() -> body.field("retry_after").flatMap(value -> Delay.parse(value, now)))
        .or(() -> body.field("retry_after_seconds").flatMap(value -> Delay.parse(value, now)));
  }

  private static Optional<Duration> spoken(String text) {
    Matcher words = SPOKEN.matcher(text);
    return words.find() ? Amounts.parse(words.group(1)) : Optional.empty();
  }
}
