package dev.errand.worker.outcome;

import io.vertx.core.MultiMap;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds, in an answer's headers, when exhausted counters are reset: {@code
 * x-ratelimit-reset-requests}, {@code anthropic-ratelimit-tokens-reset}, {@code RateLimit-Reset},
 * and similar headers.
 */
final class Resets {

  private static final Pattern RESET =
      Pattern.compile("(?:.*[-_])?rate-?limit[-_](?:.*[-_])?reset(?:[-_].*)?");

  /**
   * {@code RateLimit: limit=9, remaining=0, reset=50} of the drafts, later {@code "p";r=0;t=50}.
   */
  private static final Pattern DRAFT =
      Pattern.compile("(?:remaining|r)=0\\b[^,;]*[,;]\\s*(?:reset|t)=(\\d{1,9})");

  /** A counter per minute is not reset after three hours: such numbers are milliseconds. */
  private static final BigDecimal MILLIS_FROM = BigDecimal.valueOf(10_001);

  private static final Pattern NOTHING = Pattern.compile("0+(?:\\.0*)?|-\\d+(?:\\.\\d+)?");

  private static final BigDecimal NEVER = BigDecimal.valueOf(Long.MAX_VALUE);

  private Resets() {}

  /**
   * How long until the last reset; empty if no counter is exhausted.
   *
   * @param limited whether the answer is about a limit: then counters without a remaining value
   *     count, too
   */
  static Optional<Duration> of(MultiMap headers, boolean limited, Instant now) {
    Optional<Duration> last =
        headers.entries().stream()
            .flatMap(header -> reset(header, headers, limited, now).stream())
            .max(Comparator.naturalOrder());
    return last.or(() -> draft(headers.get("ratelimit")));
  }

  private static Optional<Duration> reset(
      Entry<String, String> header, MultiMap headers, boolean limited, Instant now) {
    String name = header.getKey().toLowerCase(Locale.ROOT);
    String remaining = headers.get(name.replace("reset", "remaining"));
    boolean usedUp = remaining == null ? limited : NOTHING.matcher(remaining.strip()).matches();
    if (!RESET.matcher(name).matches() || !usedUp) {
      return Optional.empty();
    }
    if (name.endsWith("ms")) {
      return Delay.millis(header.getValue());
    }
    return Delay.parse(header.getValue(), now, name.contains("day") ? NEVER : MILLIS_FROM);
  }

  private static Optional<Duration> draft(@Nullable String header) {
    Matcher counter = DRAFT.matcher(header == null ? "" : header);
    return counter.find()
        ? Optional.of(Duration.ofSeconds(Long.parseLong(counter.group(1))))
        : Optional.empty();
  }
}
