package dev.errand.worker.llm;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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
   * @param date the {@code Date} header of the same answer: a pause until a date is reckoned by the
   *     provider's own clock; null for none
   * @param clock serves where there is none
   */
  static Optional<Duration> parse(String header, String date, InstantSource clock) {
    if (header == null || header.isBlank()) {
      return Optional.empty();
    }
    boolean inSeconds = header.strip().matches("\\d{1,9}(\\.\\d{1,9})?");
    return (inSeconds ? seconds(header) : until(header, date, clock))
        .map(pause -> pause.compareTo(LONGEST) > 0 ? LONGEST : pause);
  }

  /** Whole seconds by the standard; some providers send fractions. */
  private static Optional<Duration> seconds(String header) {
    return Optional.of(Duration.ofMillis((long) (Double.parseDouble(header.strip()) * 1000)));
  }

  private static Optional<Duration> until(String header, String date, InstantSource clock) {
    Instant now = Optional.ofNullable(date).flatMap(RetryAfter::time).orElseGet(clock::instant);
    return time(header)
        .map(then -> then.isBefore(now) ? Duration.ZERO : Duration.between(now, then));
  }

  private static Optional<Instant> time(String header) {
    try {
      return Optional.of(
          ZonedDateTime.parse(header.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
