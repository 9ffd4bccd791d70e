package dev.errand.api.submit;

import dev.errand.api.problem.Violation;
import dev.errand.api.submit.Given.Nothing;
import dev.errand.api.submit.Given.Other;
import dev.errand.api.submit.Given.Value;
import dev.errand.text.Utf8;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Collects the errors of a submission, and passes valid values through. */
final class Violations {

  private static final int SHOWN = 40;
  private static final int CENTS = 2;
  private static final BigDecimal CENT = new BigDecimal("0.01");
  private static final BigDecimal MOST_MONEY = new BigDecimal("999999999999.99");

  private final List<Violation> violations = new ArrayList<>();

  /** Adds a violation. */
  void add(String field, String message) {
    violations.add(new Violation(Utf8.storable(field), message));
  }

  /**
   * Adds a violation for each name that is not a known one; the known ones are listed once.
   *
   * @param advice what to do with unknown ones, a sentence after a space, or empty
   */
  void allowOnly(Set<String> known, Set<String> names, String advice) {
    String help = "." + advice + " Known fields: " + String.join(", ", new TreeSet<>(known));
    for (String name : new TreeSet<>(names)) {
      if (!known.contains(name)) {
        add(shortened(name), "unknown field" + help);
        help = "";
      }
    }
  }

  /**
   * Ends the checks.
   *
   * @throws RejectedException if there are violations
   */
  void rejectIfAny() {
    if (!violations.isEmpty()) {
      throw RejectedException.invalid(violations);
    }
  }

  /** A text that is not empty and can be stored. */
  Optional<String> text(String field, Given<String> given) {
    return switch (given) {
      case Nothing() -> Optional.empty();
      case Other(String what) -> reject(field, "must be a string, not " + what);
      case Value(String text) when text.isEmpty() -> reject(field, "must not be empty");
      case Value(String text) when !Utf8.isStorable(text) ->
          reject(field, "must contain neither a NUL character nor an unpaired surrogate");
      case Value(String text) -> Optional.of(text);
    };
  }

  Optional<Integer> integer(String field, Given<Integer> given, int min, int max) {
    return switch (given) {
      case Nothing() -> Optional.empty();
      case Value(Integer value) when value >= min && value <= max -> Optional.of(value);
      case Value(Integer value) -> notBetween(field, min, max, value.toString());
      case Other(String what) -> notBetween(field, min, max, what);
    };
  }

  /** An integer that may be larger than 32 bits. */
  Optional<Long> large(String field, Given<Long> given, long min, long max) {
    return switch (given) {
      case Nothing() -> Optional.empty();
      case Value(Long value) when value >= min && value <= max -> Optional.of(value);
      case Value(Long value) -> notBetween(field, min, max, value.toString());
      case Other(String what) -> notBetween(field, min, max, what);
    };
  }

  /** A positive amount of money, in whole cents. */
  Optional<BigDecimal> money(String field, Given<BigDecimal> given) {
    return switch (given) {
      case Nothing() -> Optional.empty();
      case Value(BigDecimal value) when isMoney(value) -> Optional.of(value.setScale(CENTS));
      case Value(BigDecimal value) -> notMoney(field, shortened(value.toString()));
      case Other(String what) -> notMoney(field, what);
    };
  }

  private static boolean isMoney(BigDecimal value) {
    return value.signum() > 0
        && value.compareTo(MOST_MONEY) <= 0
        && value.stripTrailingZeros().scale() <= CENTS;
  }

  /** A duration in seconds, to the millisecond. */
  Optional<Duration> seconds(String field, Given<BigDecimal> given, Duration max) {
    BigDecimal limit = BigDecimal.valueOf(max.toSeconds());
    return switch (given) {
      case Nothing() -> Optional.empty();
      case Value(BigDecimal value) when value.signum() >= 0 && value.compareTo(limit) <= 0 ->
          Optional.of(Duration.ofMillis(value.movePointRight(3).longValue()));
      case Value(BigDecimal value) -> notUpTo(field, limit, shortened(value.toString()));
      case Other(String what) -> notUpTo(field, limit, what);
    };
  }

  /** A time with its offset, to the microsecond, as Postgres stores it. */
  Optional<Instant> time(String field, Given<String> given) {
    return text(field, given).flatMap(text -> time(field, text));
  }

  private Optional<Instant> time(String field, String text) {
    return Rfc3339.parse(text)
        .or(
            () ->
                reject(
                    field,
                    "must be an RFC 3339 time with its offset, such as 2030-01-05T09:30:00Z"));
  }

  private <T> Optional<T> notBetween(String field, long min, long max, String value) {
    return reject(field, "must be an integer from %d to %d, not %s".formatted(min, max, value));
  }

  private <T> Optional<T> notMoney(String field, String value) {
    return reject(
        field,
        "must be a number from %s to %s with at most %d decimals, not %s"
            .formatted(CENT, MOST_MONEY, CENTS, value));
  }

  private Optional<Duration> notUpTo(String field, BigDecimal limit, String value) {
    return reject(field, "must be a number from 0 to %s, not %s".formatted(limit, value));
  }

  private <T> Optional<T> reject(String field, String message) {
    add(field, message);
    return Optional.empty();
  }

  /** The beginning of a long value. */
  static String shortened(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }
}
