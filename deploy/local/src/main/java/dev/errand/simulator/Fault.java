package dev.errand.simulator;

import java.time.Duration;
import java.util.Optional;

/**
 * The way in which a call ends.
 *
 * @param error what {@link Ending#ERROR} and {@link Ending#ERROR_BODY} say
 * @param retryAfter sent with {@link Ending#ERROR}
 * @param firstCalls how many calls with the same key meet it; later ones are spared
 */
record Fault(Ending ending, OpenAiError error, Optional<Duration> retryAfter, int firstCalls) {

  static final int EVERY_CALL = Integer.MAX_VALUE;
  static final Fault NONE = of(Ending.ANSWER, OpenAiError.ofStatus(500));

  enum Ending {
    ANSWER,
    ERROR,
    ERROR_BODY,
    HANG,
    HTML,
    MALFORMED,
    RESET,
    TRUNCATED
  }

  static Fault of(Ending ending, OpenAiError error) {
    return new Fault(ending, error, Optional.empty(), EVERY_CALL);
  }

  static Fault error(OpenAiError error) {
    return of(Ending.ERROR, error);
  }

  Fault after(Duration retry) {
    return new Fault(ending, error, Optional.of(retry), firstCalls);
  }

  Fault forFirst(int calls) {
    return new Fault(ending, error, retryAfter, calls);
  }
}
