package dev.errand.worker.outcome;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads durations with units, as Go and humans write them: {@code 1m30.5s}, {@code 2 minutes}. */
final class Amounts {

  /** The upper bound of every pause, whatever a provider writes. */
  static final Duration LONGEST = Duration.ofDays(7);

  private static final String PART =
      "\\d{1,12}(?:\\.\\d{1,12})?\\s{0,2}(?:"
          + "ns|nanoseconds?|[uµμ]s|microseconds?|ms|msecs?|millis|milliseconds?"
          + "|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?)(?![a-zµμ])";

  /** One duration with units, as a part of a case-insensitive regular expression. */
  static final String PATTERN = PART + "(?:,?\\s{0,2}(?:and\\s)?" + PART + ")*";

  private static final Pattern WHOLE = Pattern.compile(PATTERN, Pattern.CASE_INSENSITIVE);
  private static final Pattern NUMBER_AND_UNIT =
      Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([a-zµμ]+)");

  private Amounts() {}

  /** The duration in the text; empty if it is not one, or has no unit. */
  static Optional<Duration> parse(String text) {
    String amount = text.strip();
    return WHOLE.matcher(amount).matches() ? Optional.of(sum(amount)) : Optional.empty();
  }

  /** The number times the unit, at most {@link #LONGEST}. */
  static Duration of(BigDecimal number, BigDecimal nanosOfOne) {
    BigDecimal nanos = number.multiply(nanosOfOne);
    BigDecimal most = BigDecimal.valueOf(LONGEST.toNanos());
    return Duration.ofNanos(nanos.max(BigDecimal.ZERO).min(most).longValue());
  }

  private static Duration sum(String amount) {
    // "1 minute and 30 seconds": the word would pass for the first number's unit no more than once.
    Matcher parts = NUMBER_AND_UNIT.matcher(amount.toLowerCase(Locale.ROOT));
    Duration sum = Duration.ZERO;
    while (parts.find()) {
      sum = sum.plus(of(new BigDecimal(parts.group(1)), nanos(parts.group(2))));
    }
    return shorter(sum, LONGEST);
  }

  private static BigDecimal nanos(String unit) {
    long nanos =
        switch (unit.charAt(0)) {
          case 'n' -> 1;
          case 'u', 'µ', 'μ' -> 1_000;
          case 's' -> 1_000_000_000;
          case 'h' -> 3_600_000_000_000L;
          case 'd' -> 86_400_000_000_000L;
          default ->
              unit.startsWith("mic")
                  ? 1_000
                  : unit.startsWith("ms") || unit.startsWith("mil") ? 1_000_000 : 60_000_000_000L;
        };
    return BigDecimal.valueOf(nanos);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
