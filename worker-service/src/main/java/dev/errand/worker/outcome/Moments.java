package dev.errand.worker.outcome;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads points in time: the three forms of RFC 9110, section 5.6.7, and RFC 3339. */
final class Moments {

  /** The weekday is redundant, and wrong in some servers' answers. */
  private static final Pattern WEEKDAY = Pattern.compile("^\\p{Alpha}{3,9},?\\s+");

  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private static final List<Function<String, Instant>> FORMS =
      List.of(
          text -> ZonedDateTime.parse(text, format("d MMM yyyy H:mm:ss z")).toInstant(),
          text -> OffsetDateTime.parse(text, format("d MMM yyyy H:mm:ss xx")).toInstant(),
          text -> ZonedDateTime.parse(text, format("d-MMM-yy H:mm:ss z")).toInstant(),
          text -> LocalDateTime.parse(text, format("MMM d H:mm:ss yyyy")).toInstant(ZoneOffset.UTC),
          text -> OffsetDateTime.parse(text.replace(' ', 'T')).toInstant());

  private Moments() {}

  /** The point in time in the text; empty if it is not one. */
  static Optional<Instant> parse(String text) {
    String plain = BLANKS.matcher(WEEKDAY.matcher(text.strip()).replaceFirst("")).replaceAll(" ");
    for (Function<String, Instant> form : FORMS) {
      try {
        return Optional.of(form.apply(plain));
      } catch (DateTimeException e) {
        // The next format may match.
      }
    }
    return Optional.empty();
  }

  private static DateTimeFormatter format(String pattern) {
    return new DateTimeFormatterBuilder()
        .parseCaseInsensitive()
        .appendPattern(pattern)
        .toFormatter(Locale.US);
  }
}
