package dev.errand.api.jobs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads {@code Prefer} headers (RFC 7240). Invalid preferences are ignored, as the RFC requires.
 */
public final class Preferences {

  /** The header with the preferences that were followed. */
  public static final String APPLIED = "Preference-Applied";

  private static final long LONGEST_WAIT = 60;
  private static final Pattern DIGITS = Pattern.compile("[0-9]+");

  /** A number with more digits exceeds the longest wait, and perhaps a {@code long}. */
  private static final int MOST_DIGITS = 9;

  private Preferences() {}

  /** The seconds of {@code wait=N}, at most 60; of several, the first counts. */
  public static Optional<Duration> wait(List<String> headers) {
    return headers.stream()
        .flatMap(header -> split(header, ',').stream())
        .map(preference -> split(preference, ';').getFirst().strip())
        .filter(preference -> name(preference).equals("wait"))
        .findFirst()
        .map(Preferences::value)
        .filter(value -> DIGITS.matcher(value).matches())
        .map(Preferences::duration);
  }

  private static String name(String preference) {
    return preference.split("=", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  private static String value(String preference) {
    int sign = preference.indexOf('=');
    String value = sign < 0 ? "" : preference.substring(sign + 1).strip();
    boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1).replace("\\", "") : value;
  }

  private static Duration duration(String digits) {
    long seconds = digits.length() > MOST_DIGITS ? LONGEST_WAIT : Long.parseLong(digits);
    return Duration.ofSeconds(Math.min(seconds, LONGEST_WAIT));
  }

  /** Splits at separators outside quoted strings. */
  private static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted && c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == separator && !quoted) {
        parts.add(text.substring(start, i));
        start = i + 1;
      }
    }
    parts.add(text.substring(start));
    return parts;
  }
}
