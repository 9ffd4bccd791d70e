package dev.errand.api.submit;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;

/**
 * What a reader found in a submission, before any check. It does not say how that was written: the
 * same {@link SubmissionCheck} makes a {@link Submission} of it.
 */
record Draft(Call call, Plan plan, Given<Map<String, Given<String>>> metadata) {

  /**
   * What to call: the provider's request, or the short form of one.
   *
   * @param endpoint the path of the provider's operation
   */
  record Call(
      Given<String> endpoint,
      Given<Body> body,
      Given<String> model,
      Given<String> prompt,
      Given<String> system) {}

  /**
   * The provider's request.
   *
   * @param bytes go to the provider as they are
   * @param switchedOn those of the {@link #SWITCHES} that are true
   */
  record Body(byte[] bytes, Given<String> model, Set<String> switchedOn) {

    static final String STREAM = "stream";
    static final String BACKGROUND = "background";

    /** The parameters with which the provider would not give a whole answer. */
    static final Set<String> SWITCHES = Set.of(STREAM, BACKGROUND);

    Body {
      switchedOn = Set.copyOf(switchedOn);
    }

    /** Whether the parameter, one of the {@link #SWITCHES}, is true. */
    boolean isOn(String name) {
      return switchedOn.contains(name);
    }
  }

  /**
   * When and how often to run it.
   *
   * @param runAt a time as RFC 3339 writes it
   * @param deadline a time as RFC 3339 writes it
   */
  record Plan(
      Given<Integer> priority,
      Given<BigDecimal> delaySeconds,
      Given<String> runAt,
      Given<Integer> timeoutSeconds,
      Given<Integer> maxAttempts,
      Given<String> onLost,
      Given<String> deadline) {}
}
