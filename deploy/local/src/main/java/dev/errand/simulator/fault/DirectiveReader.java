package dev.errand.simulator.fault;

import static java.util.Map.entry;

import dev.errand.simulator.fault.Fault.Ending;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads directives, which Simulator lists, into {@link Faults}. */
public final class DirectiveReader {

  private static final String KNOWN =
      "latency-D, jitter-D, errorrate-P, error-S, S (a status from 400 to 599), quota, retry-D,"
          + " hang, hangbody, trickle-D, reset, truncated, overlong, malformed, html, errorbody,"
          + " redirect, interim-S (100 to 199), late-D, again-D, close-D, big-N, empty, null,"
          + " nothing, half, cutoff, filtered, floats, inner-S, stream, halfstream, nan, badutf8, echo,"
          + " first-N, fail-N, flaky-N, throttle-N, rate-N, daily, loading, until-D, ok";
  private static final Map<String, Ending> ENDINGS =
      Map.ofEntries(
          entry("badutf8", Ending.BAD_UTF8),
          entry("cutoff", Ending.CUT_OFF),
          entry("echo", Ending.ECHO),
          entry("empty", Ending.EMPTY),
          entry("errorbody", Ending.ERROR_BODY),
          entry("filtered", Ending.FILTERED),
          entry("floats", Ending.FLOATS),
          entry("half", Ending.HALF),
          entry("halfstream", Ending.HALF_STREAM),
          entry("hang", Ending.HANG),
          entry("hangbody", Ending.HANG_BODY),
          entry("html", Ending.HTML),
          entry("malformed", Ending.MALFORMED),
          entry("nan", Ending.NAN),
          entry("nothing", Ending.NOTHING),
          entry("null", Ending.NULL),
          entry("overlong", Ending.OVERLONG),
          entry("redirect", Ending.REDIRECT),
          entry("reset", Ending.RESET),
          entry("stream", Ending.STREAM),
          entry("truncated", Ending.TRUNCATED));
  private static final Pattern DURATION = Pattern.compile("(\\d{1,8}(?:\\.\\d{1,3})?)(ms|s|m)?");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,9})([kmg])?");
  private static final Pattern COUNT = Pattern.compile("\\d{1,9}");
  private static final Pattern STATUS = Pattern.compile("[45]\\d\\d");
  private static final Pattern INTERIM = Pattern.compile("1\\d\\d");
  private static final Pattern PERCENT = Pattern.compile("\\d{1,2}(\\.\\d{1,6})?|100");

  private final String directives;
  private final Deque<String> words;
  private Faults faults;
  private boolean ownFault;

  private DirectiveReader(String directives, Faults defaults) {
    this.directives = directives;
    this.words = new ArrayDeque<>(List.of(directives.toLowerCase(Locale.ROOT).split("-", -1)));
    this.faults = defaults;
  }

  /** The defaults, changed by the directives. */
  public static Faults read(String directives, Faults defaults) {
    return directives.isEmpty() ? defaults : new DirectiveReader(directives, defaults).readAll();
  }

  private Faults readAll() {
    while (!words.isEmpty()) {
      readDirective(words.remove());
    }
    return faults;
  }

  private void readDirective(String word) {
    switch (word) {
      case "ok" -> clear();
      case "latency" -> latency(duration());
      case "jitter" -> jitter(duration());
      case "errorrate" -> errorRate(Double.parseDouble(next(PERCENT)));
      case "error" -> fault(status(next(STATUS)));
      case "inner" -> fault(Fault.of(Ending.INNER, Long.parseLong(next(STATUS))));
      case "quota" -> fault(Fault.error(OpenAiError.insufficientQuota()));
      case "retry" -> fault(fault().after(duration()));
      case "big" -> fault(Fault.of(Ending.BIG, size()));
      case "trickle" -> fault(Fault.of(Ending.TRICKLE, millis()));
      case "interim" -> fault(Fault.of(Ending.INTERIM, Integer.parseInt(next(INTERIM))));
      case "late" -> fault(Fault.of(Ending.LATE, millis()));
      case "again" -> fault(Fault.of(Ending.AGAIN, millis()));
      case "close" -> fault(Fault.of(Ending.CLOSE, millis()));
      case "first" -> fault(fault().forFirst(count()));
      case "fail", "flaky" -> fault(status("500").forFirst(count()));
      case "rate" -> {
        fault(status("429"));
        spell(faults.spell().sparing(count()));
      }
      case "daily" -> fault(Fault.error(OpenAiError.dailyLimit()));
      case "loading" -> fault(Fault.error(OpenAiError.loading()));
      case "until" -> spell(faults.spell().lasting(duration()));
      case "throttle" -> fault(status("429").forFirst(count()));
      default -> endingOrStatus(word);
    }
  }

  private void endingOrStatus(String word) {
    if (ENDINGS.containsKey(word)) {
      fault(Fault.of(ENDINGS.get(word)));
    } else if (STATUS.matcher(word).matches()) {
      fault(status(word));
    } else {
      throw unknown(word);
    }
  }

  private void clear() {
    faults = Faults.NONE;
    ownFault = true;
  }

  private void latency(Duration latency) {
    faults =
        new Faults(latency, faults.jitter(), faults.errorRate(), faults.fault(), faults.spell());
  }

  private void jitter(Duration jitter) {
    faults =
        new Faults(faults.latency(), jitter, faults.errorRate(), faults.fault(), faults.spell());
  }

  private void errorRate(double percent) {
    faults = new Faults(faults.latency(), faults.jitter(), percent, faults.fault(), faults.spell());
  }

  private void spell(Spell spell) {
    faults =
        new Faults(faults.latency(), faults.jitter(), faults.errorRate(), faults.fault(), spell);
  }

  /** The fault from the directives so far, without the default fault. */
  private Fault fault() {
    return ownFault ? faults.fault() : Fault.NONE;
  }

  /** Keeps a limit and a delay that precede the ending. */
  private void fault(Fault given) {
    int firstCalls =
        given.firstCalls() == Fault.EVERY_CALL ? fault().firstCalls() : given.firstCalls();
    Fault merged =
        new Fault(
            given.ending(),
            given.amount(),
            given.error(),
            given.retryAfter().or(() -> fault().retryAfter()),
            firstCalls);
    faults =
        new Faults(faults.latency(), faults.jitter(), faults.errorRate(), merged, faults.spell());
    ownFault = true;
  }

  private static Fault status(String word) {
    return Fault.error(OpenAiError.ofStatus(Integer.parseInt(word)));
  }

  private int count() {
    return Integer.parseInt(next(COUNT));
  }

  private long size() {
    Matcher parts = SIZE.matcher(next(SIZE));
    parts.matches();
    int shift =
        switch (parts.group(2)) {
          case "g" -> 30;
          case "m" -> 20;
          case "k" -> 10;
          case null, default -> 0;
        };
    return Long.parseLong(parts.group(1)) << shift;
  }

  private Duration duration() {
    Matcher parts = DURATION.matcher(next(DURATION));
    parts.matches();
    int millis =
        switch (parts.group(2)) {
          case "m" -> 60_000;
          case "s" -> 1_000;
          case null, default -> 1;
        };
    BigDecimal amount = new BigDecimal(parts.group(1));
    return Duration.ofMillis(amount.multiply(BigDecimal.valueOf(millis)).longValue());
  }

  private long millis() {
    return Math.max(1, duration().toMillis());
  }

  private String next(Pattern expected) {
    String word = words.isEmpty() ? "" : words.remove();
    if (!expected.matcher(word).matches()) {
      throw unknown(word);
    }
    return word;
  }

  private IllegalArgumentException unknown(String word) {
    return new IllegalArgumentException(
        "Unknown directive at '"
            + word
            + "' in '"
            + directives
            + "'. Known directives: "
            + KNOWN
            + ".");
  }
}
