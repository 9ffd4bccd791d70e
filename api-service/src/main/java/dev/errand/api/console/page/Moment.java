package dev.errand.api.console.page;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A time on a page: exact, and the same at every look, so that a page has changed only if something
 * has. Scripts write it relative to now.
 *
 * @param iso for machines; empty for none
 * @param text for people without scripts
 */
public record Moment(String iso, String text) {

  private static final Moment NONE = new Moment("", "–");
  private static final DateTimeFormatter TEXT =
      DateTimeFormatter.ofPattern("d MMM HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** A time; none if it is null. */
  public static Moment of(@Nullable Instant time) {
    return time == null
        ? NONE
        : new Moment(time.truncatedTo(ChronoUnit.MILLIS).toString(), TEXT.format(time) + " UTC");
  }

  /** Whether there is one. */
  public boolean known() {
    return !iso.isEmpty();
  }
}
