package dev.errand.worker.outcome;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads a header's duration or point in time: seconds, a duration with units, an HTTP date, RFC
 * 3339, or a Unix time in seconds or milliseconds.
 */
final class Delay {

  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}(?:\\.\\d{0,12})?|\\.\\d{1,12}");

  private static final BigDecimal SECOND = BigDecimal.valueOf(1_000_000_000);
  private static final BigDecimal MILLISECOND = BigDecimal.valueOf(1_000_000);

  /** From here on, a number is a Unix time: 2001 in seconds, 1973 in milliseconds. */
  private static final BigDecimal UNIX_SECONDS = BigDecimal.valueOf(1_000_000_000L);

  private static final BigDecimal UNIX_MILLIS = BigDecimal.valueOf(100_000_000_000L);

  private Delay() {}

  /**
   * The time from now; zero if it is past. Empty if the text has none of these forms.
   *
   * @param now by the provider's own clock, if it is known
   */
  static Optional<Duration> parse(String text, Instant now) {
    return parse(text, now, UNIX_SECONDS);
  }

  /**
   * Like {@link #parse(String, Instant)}.
   *
   * @param millisFrom the number from which numbers below a Unix time are milliseconds, because
   *     they are implausible as seconds
   */
  static Optional<Duration> parse(String text, Instant now, BigDecimal millisFrom) {
    String value = text.strip();
    if (NUMBER.matcher(value).matches()) {
      return Optional.of(number(new BigDecimal(value), now, millisFrom));
    }
    return Amounts.parse(value).or(() -> Moments.parse(value).map(then -> between(now, then)));
  }

  /** A number of milliseconds, however large. */
  static Optional<Duration> millis(String text) {
    String value = text.strip();
    return NUMBER.matcher(value).matches()
        ? Optional.of(Amounts.of(new BigDecimal(value), MILLISECOND))
        : Optional.empty();
  }

  private static Duration number(BigDecimal number, Instant now, BigDecimal millisFrom) {
    if (number.compareTo(UNIX_MILLIS) >= 0) {
      return between(now, Instant.ofEpochMilli(number.longValue()));
    }
    if (number.compareTo(UNIX_SECONDS) >= 0) {
      return between(now, Instant.ofEpochMilli(number.movePointRight(3).longValue()));
    }
    return Amounts.of(number, number.compareTo(millisFrom) >= 0 ? MILLISECOND : SECOND);
  }

  private static Duration between(Instant now, Instant then) {
    if (!then.isAfter(now)) {
      return Duration.ZERO;
    }
    Instant latest = now.plus(Amounts.LONGEST);
    return Duration.between(now, then.isAfter(latest) ? latest : then);
  }
}
