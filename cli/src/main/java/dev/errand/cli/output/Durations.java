package dev.errand.cli.output;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/** Durations as people write and read them: {@code 10m}, {@code 1 m 12 s}. */
public final class Durations {

  private static final Pattern TYPED = Pattern.compile("([0-9]{1,9})(s|m|h|d)");

  private Durations() {}

  /**
   * Reads a number with a unit.
   *
   * @throws TypeConversionException if it is none
   */
  public static Duration parse(String text) {
    Matcher typed = TYPED.matcher(text);
    if (!typed.matches()) {
      throw new TypeConversionException(
          "'%s' is not a duration such as 30s, 10m, 12h or 7d".formatted(text));
    }
    long number = Long.parseLong(typed.group(1));
    return switch (typed.group(2)) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }

  /**
   * Reads a time: an instant, or how long ago it was.
   *
   * @throws TypeConversionException if it is none
   */
  public static Instant time(String text, InstantSource clock) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException noInstant) {
      return clock.instant().minus(parse(text)).truncatedTo(ChronoUnit.SECONDS);
    }
  }

  /** The two largest units of a duration, such as {@code 1 m 12 s}, or {@code 0.4 s}. */
  public static String text(Duration time) {
    if (time.compareTo(Duration.ofSeconds(10)) < 0) {
      // Rounded down, as the others are.
      return "%d.%d s".formatted(time.toSeconds(), time.toMillisPart() / 100);
    }
    if (time.toMinutes() == 0) {
      return time.toSeconds() + " s";
    }
    if (time.toHours() == 0) {
      return "%d m %d s".formatted(time.toMinutes(), time.toSecondsPart());
    }
    return time.toDays() == 0
        ? "%d h %d m".formatted(time.toHours(), time.toMinutesPart())
        : "%d d %d h".formatted(time.toDays(), time.toHoursPart());
  }
}
