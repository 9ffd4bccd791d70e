package dev.errand.simulator.fault;

import java.time.Duration;
import java.util.Optional;

/**
 * How a call ends.
 *
 * @param amount the bytes of {@link Ending#BIG}, the status of {@link Ending#INTERIM}, the code of
 *     {@link Ending#INNER}, the milliseconds of others
 * @param error the error of {@link Ending#ERROR} and {@link Ending#ERROR_BODY}
 * @param retryAfter sent with {@link Ending#ERROR}
 * @param firstCalls how many calls with the same key get it; later ones do not
 */
public record Fault(
    Ending ending, long amount, OpenAiError error, Optional<Duration> retryAfter, int firstCalls) {

  static final int EVERY_CALL = Integer.MAX_VALUE;
  static final Fault NONE = of(Ending.ANSWER);

  public enum Ending {
    AGAIN,
    ANSWER,
    BAD_UTF8,
    BIG,
    CLOSE,
    CUT_OFF,
    ECHO,
    EMPTY,
    ERROR,
    ERROR_BODY,
    FILTERED,
    FLOATS,
    HALF,
    HALF_STREAM,
    HANG,
    HANG_BODY,
    HTML,
    INNER,
    INTERIM,
    LATE,
    MALFORMED,
    NAN,
    NOTHING,
    NULL,
    OVERLONG,
    REDIRECT,
    RESET,
    STREAM,
    TRICKLE,
    TRUNCATED
  }

  static Fault of(Ending ending) {
    return of(ending, 0);
  }

  static Fault of(Ending ending, long amount) {
    return new Fault(ending, amount, OpenAiError.ofStatus(500), Optional.empty(), EVERY_CALL);
  }

  static Fault error(OpenAiError error) {
    return new Fault(Ending.ERROR, 0, error, Optional.empty(), EVERY_CALL);
  }

  Fault after(Duration retry) {
    return new Fault(ending, amount, error, Optional.of(retry), firstCalls);
  }

  Fault forFirst(int calls) {
    return new Fault(ending, amount, error, retryAfter, calls);
  }
}
