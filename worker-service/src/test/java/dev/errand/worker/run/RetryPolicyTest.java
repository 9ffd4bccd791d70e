package dev.errand.worker.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.job.Endpoint;
import dev.errand.job.Failure;
import dev.errand.job.JobState;
import dev.errand.job.OnLost;
import dev.errand.job.Outcome;
import dev.errand.store.AttemptEnd;
import dev.errand.store.AttemptEnd.Call;
import dev.errand.store.ClaimedJob;
import dev.errand.store.Lease;
import dev.errand.worker.llm.LlmOutcome;
import dev.errand.worker.llm.LlmOutcome.Broken;
import dev.errand.worker.llm.LlmOutcome.NotSent;
import dev.errand.worker.llm.LlmOutcome.Refused;
import dev.errand.worker.llm.LlmOutcome.Throttled;
import dev.errand.worker.llm.Pause;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

  private static final Failure FAILURE = new Failure(Failure.Type.CONNECTION, "reset");
  private static final Duration CAP = Duration.ofMinutes(5);

  private final RetryPolicy policy = new RetryPolicy(Duration.ofSeconds(1), CAP);

  @Test
  void whatMayPassIsTriedAgainWhileAttemptsAreLeft() {
    LlmOutcome outcome = broken(Optional.empty());

    assertEquals(JobState.SCHEDULED, end(job(1, 3), outcome).to());
    assertEquals(JobState.FAILED, end(job(2, 3), outcome).to());
  }

  @Test
  void whatWillNotPassFailsAtOnce() {
    AttemptEnd end = end(job(0, 9), new Refused(FAILURE, Call.UNHEARD));

    assertEquals(JobState.FAILED, end.to());
    assertEquals(FAILURE, end.failure());
  }

  @Test
  void aThrottledJobComesBackUnspentEvenInItsLastAttempt() {
    Duration pause = Duration.ofSeconds(10);
    AttemptEnd end = end(job(2, 3), new Throttled(asked(pause), FAILURE, Call.UNHEARD));

    assertEquals(JobState.SCHEDULED, end.to());
    assertEquals(false, end.spends());
    assertBetween(pause, Duration.ofSeconds(11), end.delay());
  }

  @Test
  void thePauseThatAProviderAsksForIsKeptEvenBeyondTheCap() {
    Duration pause = CAP.multipliedBy(2);

    assertBetween(pause, pause.plus(CAP), end(job(0, 3), broken(Optional.of(pause))).delay());
  }

  @Test
  void aCallThatWasNotSentComesBackUnspentEvenInItsLastAttempt() {
    AttemptEnd end = end(job(2, 3), new NotSent(FAILURE));

    assertEquals(JobState.SCHEDULED, end.to());
    assertEquals(Outcome.FAILED, end.outcome());
    assertEquals(false, end.spends());
    assertEquals(FAILURE, end.failure());
  }

  @Test
  void whatBrokeWhileItsLaneIsHeldBackLeavesTheNextProbesToOtherJobs() {
    LlmOutcome outcome = broken(Optional.empty());

    assertEquals(
        Duration.ofSeconds(20), policy.end(job(0, 3), outcome, Duration.ofSeconds(2)).delay());
    assertEquals(CAP, policy.end(job(0, 3), outcome, Duration.ofMinutes(1)).delay());
  }

  @Test
  void backoffIsSpreadOverTheWholeDoublingRangeUpToTheCap() {
    assertSpread(0, Duration.ofSeconds(1));
    assertSpread(3, Duration.ofSeconds(8));
    assertSpread(9, CAP);
    assertSpread(1000, CAP);
  }

  private void assertSpread(int spent, Duration most) {
    Random random = new Random(1);
    long[] delays =
        IntStream.range(0, 1000).mapToLong(i -> policy.backoff(spent, random).toMillis()).toArray();
    long longest = java.util.Arrays.stream(delays).max().orElseThrow();
    long shortest = java.util.Arrays.stream(delays).min().orElseThrow();
    assertBetween(most.multipliedBy(98).dividedBy(100), most, Duration.ofMillis(longest));
    assertTrue(shortest < most.toMillis() / 50, () -> "shortest " + shortest);
  }

  private static void assertBetween(Duration least, Duration most, Duration value) {
    assertTrue(
        value.compareTo(least) >= 0 && value.compareTo(most) <= 0,
        () -> "%s is not between %s and %s".formatted(value, least, most));
  }

  private AttemptEnd end(ClaimedJob job, LlmOutcome outcome) {
    return policy.end(job, outcome, Duration.ZERO);
  }

  private static Pause asked(Duration pause) {
    return new Pause(Optional.of(pause), Pause.Scope.LANE, Pause.Cause.RATE);
  }

  private static LlmOutcome broken(Optional<Duration> retryAfter) {
    return new Broken(Outcome.FAILED, FAILURE, retryAfter, Call.UNHEARD);
  }

  private static ClaimedJob job(int spent, int maxAttempts) {
    return new ClaimedJob(
        new Lease(UUID.randomUUID(), spent + 1),
        1,
        "default",
        spent,
        maxAttempts,
        Optional.empty(),
        OnLost.RETRY,
        Endpoint.CHAT_COMPLETIONS,
        "sim",
        new byte[0]);
  }
}
