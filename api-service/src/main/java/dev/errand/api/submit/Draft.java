package dev.errand.api.submit;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;

/**
 * The values that a reader found in a submission, before any check and independent of their
 * notation: {@link SubmissionCheck} converts it to a {@link Submission}.
 */
record Draft(Call call, Plan plan, Given<Map<String, Given<String>>> metadata) {

  /**
   * The call: the provider's request, or its short form.
   *
   * @param endpoint the path of the provider's endpoint
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
   * @param bytes sent to the provider unchanged
   * @param switchedOn those of the {@link #SWITCHES} that are true
   */
  record Body(byte[] bytes, Given<String> model, Set<String> switchedOn) {

    static final String STREAM = "stream";
    static final String BACKGROUND = "background";

    /** The parameters with which the provider would not send a complete answer. */
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
   * @param runAt a time in RFC 3339 format
   * @param deadline a time in RFC 3339 format
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
