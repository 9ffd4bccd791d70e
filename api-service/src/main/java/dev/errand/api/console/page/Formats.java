package dev.errand.api.console.page;

import dev.errand.job.JobState;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;

/** How values are written on pages. */
public final class Formats {

  /** Where there is nothing. */
  public static final String NONE = "–";

  private static final int SHORT = 4;
  private static final int DECIMALS = 2;
  private static final int MOST_DECIMALS = 6;

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

  /** An amount of money: with two decimals or, below one, with those that it needs, at most six. */
  public static String money(BigDecimal amount) {
    BigDecimal rounded = amount.setScale(MOST_DECIMALS, RoundingMode.HALF_UP);
    if (rounded.signum() == 0 && amount.signum() > 0) {
      return "< 0.000001";
    }
    if (rounded.compareTo(BigDecimal.ONE) >= 0) {
      return String.format(Locale.ROOT, "%,.2f", rounded);
    }
    int needed = Math.max(DECIMALS, rounded.stripTrailingZeros().scale());
    return rounded.setScale(needed).toPlainString();
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
