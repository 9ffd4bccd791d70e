package dev.errand.worker.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.errand.job.Failure;
import dev.errand.job.Outcome;
import dev.errand.job.Usage;
import dev.errand.store.AttemptEnd.Call;
import dev.errand.worker.outcome.LlmOutcome;
import dev.errand.worker.outcome.LlmOutcome.Aborted;
import dev.errand.worker.outcome.LlmOutcome.Answered;
import dev.errand.worker.outcome.LlmOutcome.Broken;
import dev.errand.worker.outcome.LlmOutcome.NotSent;
import dev.errand.worker.outcome.LlmOutcome.Refused;
import dev.errand.worker.outcome.LlmOutcome.Throttled;
import dev.errand.worker.outcome.Pause;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallResultTest {

  private static final Failure FAILURE = new Failure(Failure.Type.PROVIDER_ERROR, "no");

  @Test
  void aProviderThatRejectsCallsIsWorking() {
    assertEquals(CallResult.WORKS, sign(new Answered(new byte[0], call(200))));
    assertEquals(CallResult.WORKS, sign(new Refused(FAILURE, call(400))));
  }

  @ParameterizedTest
  @CsvSource({"500, BROKEN", "503, BROKEN", "408, NONE", "409, NONE", "425, NONE"})
  void aStatusThatMayPassIsOfTheProviderOrOfTheJob(int status, CallResult sign) {
    assertEquals(sign, sign(broken(Outcome.FAILED, call(status))));
  }

  @Test
  void aConnectionThatBreaksOrDoesNotComeAboutIsABrokenProvider() {
    assertEquals(CallResult.BROKEN, sign(broken(Outcome.FAILED, Call.UNHEARD)));
    assertEquals(CallResult.BROKEN, sign(new NotSent(FAILURE)));
  }

  @Test
  void silenceIsABrokenProviderUnlessTheJobGaveItLittleTime() {
    LlmOutcome timedOut = broken(Outcome.TIMED_OUT, Call.UNHEARD);

    assertEquals(CallResult.BROKEN, CallResult.of(timedOut, false));
    assertEquals(CallResult.NONE, CallResult.of(timedOut, true));
  }

  @Test
  void aCallThatWeDroppedSaysNothing() {
    assertEquals(CallResult.NONE, sign(new Aborted()));
  }

  @ParameterizedTest
  @CsvSource({
    "RATE, MODEL, WORKS",
    "DAILY, MODEL, WORKS",
    "LOADING, MODEL, WORKS",
    "OVERLOADED, MODEL, NONE",
    "ACCOUNT, LANE, REFUSED",
    "ACCOUNT, KEY, NONE",
    "RATE, KEY, WORKS"
  })
  void aPauseStatesItsReason(Pause.Cause cause, Pause.Scope scope, CallResult sign) {
    Pause pause = new Pause(Optional.empty(), scope, cause);

    assertEquals(sign, sign(new Throttled(pause, FAILURE, call(429))));
  }

  private static CallResult sign(LlmOutcome outcome) {
    return CallResult.of(outcome, false);
  }

  private static LlmOutcome broken(Outcome outcome, Call call) {
    return new Broken(outcome, FAILURE, Optional.empty(), call);
  }

  private static Call call(int status) {
    return new Call(status, null, Usage.UNKNOWN);
  }
}
