package dev.errand.worker.llm;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Reads the {@code Retry-After} header (RFC 9110, section 10.2.3). */
final class RetryAfter {

  private static final Duration LONGEST = Duration.ofDays(7);

  private RetryAfter() {}

  /**
   * The pause that the header asks for, at most 7 days; empty where there is no header or it is
   * neither seconds nor an HTTP date.
   *
   * @param header null for none
   */
  static Optional<Duration> parse(String header, Instant now) {
    if (header == null || header.isBlank()) {
      return Optional.empty();
    }
    return (header.strip().matches("\\d{1,9}(\\.\\d{1,9})?") ? seconds(header) : date(header, now))
        .map(pause -> pause.compareTo(LONGEST) > 0 ? LONGEST : pause);
  }

  /** Whole seconds by the standard; some providers send fractions. */
  private static Optional<Duration> seconds(String header) {
    return Optional.of(Duration.ofMillis((long) (Double.parseDouble(header.strip()) * 1000)));
  }

  private static Optional<Duration> date(String header, Instant now) {
    try {
      Instant then =
          ZonedDateTime.parse(header.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(then.isBefore(now) ? Duration.ZERO : Duration.between(now, then));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
