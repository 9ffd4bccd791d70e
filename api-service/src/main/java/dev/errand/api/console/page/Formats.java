package dev.errand.api.console.page;

import dev.errand.job.JobState;
import java.time.Duration;
import java.util.Locale;

/** How values are written on pages. */
public final class Formats {

  /** Where there is nothing. */
  public static final String NONE = "–";

  private static final int SHORT = 4;

  private Formats() {}

  /** A duration in its two largest units, such as 1 m 12 s. */
  public static String duration(Duration duration) {
    long millis = duration.toMillis();
    long seconds = duration.toSeconds();
    if (millis < 0) {
      return "0 ms";
    }
    if (seconds < 1) {
      return millis + " ms";
    }
    if (seconds < 60) {
      return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }
    if (duration.toHours() < 1) {
      return "%d m %d s".formatted(duration.toMinutes(), duration.toSecondsPart());
    }
    return duration.toDays() < 1
        ? "%d h %d m".formatted(duration.toHours(), duration.toMinutesPart())
        : "%d d %d h".formatted(duration.toDays(), duration.toHoursPart());
  }

  /** A number with its thousands apart. */
  public static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** A number that was counted up to a bound. */
  public static String upTo(long number, boolean more) {
    return number(number) + (more ? "+" : "");
  }

  /** The first and the last characters of an id. */
  public static String shortened(String id) {
    return id.length() <= 2 * SHORT + 1
        ? id
        : id.substring(0, SHORT) + "…" + id.substring(id.length() - SHORT);
  }

  /** A share in percent, rounded down unless it is all. */
  public static int percent(long part, long all) {
    return all == 0 ? 0 : (int) (100 * part / all);
  }

  /** The sign of a state, beside its word. */
  public static String icon(JobState state) {
    return switch (state) {
      case SCHEDULED -> "◔";
      case QUEUED -> "◷";
      case RUNNING -> "●";
      case SUCCEEDED -> "✔";
      case FAILED -> "✖";
      case CANCELLED -> "⊘";
      case EXPIRED -> "◌";
    };
  }
}
