package dev.errand.api.submit;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses RFC 3339 times, including the variants in its notes: a space instead of the T, lower-case
 * letters, a leap second (which is the first moment of the next second, as in Postgres), a fraction
 * of any length.
 */
public final class Rfc3339 {

  private static final Pattern TIME =
      Pattern.compile(
          "([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt ]([0-9]{2}):([0-9]{2}):([0-9]{2})"
              + "(?:\\.([0-9]+))?(?:[Zz]|([+-])([0-9]{2}):([0-9]{2}))");

  private static final int LEAP_SECOND = 60;
  private static final int LAST_SECOND = 59;
  private static final int LAST_MINUTE = 59;
  private static final int LAST_HOUR = 23;
  private static final int LAST_YEAR = 9999;
  private static final int DIGITS = 6;

  private Rfc3339() {}

  /** The time, to the microsecond, as Postgres stores it; empty if the text is not such a time. */
  public static Optional<Instant> parse(String text) {
    Matcher time = TIME.matcher(text);
    if (!time.matches() || !hasOffset(time)) {
      return Optional.empty();
    }
    try {
      return number(time, 6) == LEAP_SECOND
          ? Optional.of(utc(time, LAST_SECOND))
              .filter(last -> last.getHour() == LAST_HOUR && last.getMinute() == LAST_MINUTE)
              .map(last -> last.plusSeconds(1))
              .flatMap(next -> moment(next, "0"))
          : moment(utc(time, number(time, 6)), time.group(7) == null ? "0" : time.group(7));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static LocalDateTime utc(Matcher time, int second) {
    return LocalDateTime.of(
            number(time, 1),
            number(time, 2),
            number(time, 3),
            number(time, 4),
            number(time, 5),
            second)
        .minusMinutes(offset(time));
  }

  /**
   * A year with five digits, such as the end of the last day at a western offset, cannot be stored.
   */
  private static Optional<Instant> moment(LocalDateTime utc, String fraction) {
    if (utc.getYear() < 0 || utc.getYear() > LAST_YEAR) {
      return Optional.empty();
    }
    int micros = Integer.parseInt((fraction + "0".repeat(DIGITS)).substring(0, DIGITS));
    return Optional.of(utc.toInstant(ZoneOffset.UTC).plusNanos(1000L * micros));
  }

  private static boolean hasOffset(Matcher time) {
    return time.group(8) == null || number(time, 9) <= LAST_HOUR && number(time, 10) <= LAST_MINUTE;
  }

  /** In minutes. Java's own offsets end at 18 hours. */
  private static int offset(Matcher time) {
    if (time.group(8) == null) {
      return 0;
    }
    int minutes = 60 * number(time, 9) + number(time, 10);
    return time.group(8).equals("-") ? -minutes : minutes;
  }

  private static int number(Matcher time, int group) {
    return Integer.parseInt(time.group(group));
  }
}
