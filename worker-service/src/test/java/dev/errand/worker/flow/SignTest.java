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

class SignTest {

  private static final Failure FAILURE = new Failure(Failure.Type.PROVIDER_ERROR, "no");

  @Test
  void aProviderThatAnswersWorksEvenWhereItRefuses() {
    assertEquals(Sign.WORKS, sign(new Answered(new byte[0], call(200))));
    assertEquals(Sign.WORKS, sign(new Refused(FAILURE, call(400))));
  }

  @ParameterizedTest
  @CsvSource({"500, BROKEN", "503, BROKEN", "408, NONE", "409, NONE", "425, NONE"})
  void aStatusThatMayPassIsOfTheProviderOrOfTheJob(int status, Sign sign) {
    assertEquals(sign, sign(broken(Outcome.FAILED, call(status))));
  }

  @Test
  void aConnectionThatBreaksOrDoesNotComeAboutIsABrokenProvider() {
    assertEquals(Sign.BROKEN, sign(broken(Outcome.FAILED, Call.UNHEARD)));
    assertEquals(Sign.BROKEN, sign(new NotSent(FAILURE)));
  }

  @Test
  void silenceIsABrokenProviderUnlessTheJobGaveItLittleTime() {
    LlmOutcome timedOut = broken(Outcome.TIMED_OUT, Call.UNHEARD);

    assertEquals(Sign.BROKEN, Sign.of(timedOut, false));
    assertEquals(Sign.NONE, Sign.of(timedOut, true));
  }

  @Test
  void aCallThatWeDroppedSaysNothing() {
    assertEquals(Sign.NONE, sign(new Aborted()));
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
  void aPauseSaysWhatItWaitsFor(Pause.Cause cause, Pause.Scope scope, Sign sign) {
    Pause pause = new Pause(Optional.empty(), scope, cause);

    assertEquals(sign, sign(new Throttled(pause, FAILURE, call(429))));
  }

  private static Sign sign(LlmOutcome outcome) {
    return Sign.of(outcome, false);
  }

  private static LlmOutcome broken(Outcome outcome, Call call) {
    return new Broken(outcome, FAILURE, Optional.empty(), call);
  }

  private static Call call(int status) {
    return new Call(status, null, Usage.UNKNOWN);
  }
}
