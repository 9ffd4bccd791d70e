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
import dev.errand.store.ClaimedJob.Throttling;
import dev.errand.store.Lease;
import dev.errand.worker.config.TestedConfig;
import dev.errand.worker.outcome.LlmOutcome;
import dev.errand.worker.outcome.LlmOutcome.Broken;
import dev.errand.worker.outcome.LlmOutcome.NotSent;
import dev.errand.worker.outcome.LlmOutcome.Refused;
import dev.errand.worker.outcome.LlmOutcome.Throttled;
import dev.errand.worker.outcome.Pause;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RetryPolicyTest {

  private static final Failure FAILURE = new Failure(Failure.Type.CONNECTION, "reset");
  private static final Duration CAP = Duration.ofMinutes(5);

  private final RetryPolicy policy = policy(Map.of());

  @Test
  void temporaryErrorsAreRetriedWhileAttemptsAreLeft() {
    LlmOutcome outcome = broken(Optional.empty());

    assertEquals(JobState.SCHEDULED, end(job(1, 3), outcome).to());
    assertEquals(JobState.FAILED, end(job(2, 3), outcome).to());
  }

  @Test
  void permanentErrorsFailAtOnce() {
    AttemptEnd end = end(job(0, 9), new Refused(FAILURE, Call.UNHEARD));

    assertEquals(JobState.FAILED, end.to());
    assertEquals(FAILURE, end.failure());
  }

  @Test
  void aThrottledJobReturnsWithoutSpendingEvenItsLastAttempt() {
    AttemptEnd end = end(job(2, 3), throttled(Pause.Cause.RATE, Duration.ofSeconds(10)));

    assertEquals(JobState.SCHEDULED, end.to());
    assertEquals(Outcome.THROTTLED, end.outcome());
    assertEquals(false, end.spends());
    assertBetween(Duration.ofSeconds(10), Duration.ofSeconds(11), end.delay());
  }

  @ParameterizedTest
  @CsvSource({"0, 0.5, 1", "1, 1, 2", "3, 4, 8", "5, 16, 32", "9, 150, 300", "1000, 150, 300"})
  void itReturnsLaterEachTimeEvenWithoutADelayFromTheProvider(
      int before, double least, double most) {
    ClaimedJob job = turnedAway(before, Duration.ofMinutes(1), 0);

    for (Duration asked : new Duration[] {null, Duration.ZERO}) {
      assertBetween(
          Duration.ofMillis((long) (least * 1000)),
          Duration.ofMillis((long) (most * 1000)),
          end(job, throttled(Pause.Cause.RATE, asked)).delay());
    }
  }

  @Test
  void itComesBackAfterItsModelIsOpenAgainSoThatAnotherJobIsTheProbe() {
    Duration closed = Duration.ofSeconds(40);

    assertBetween(
        closed,
        Duration.ofSeconds(44),
        policy.end(job(0, 3), throttled(Pause.Cause.LOADING, null), closed).delay());
  }

  @Test
  void aPauseOfADayIsNotFollowedLiterally() {
    assertBetween(
        Duration.ofMinutes(10),
        Duration.ofMinutes(11),
        end(job(0, 3), throttled(Pause.Cause.DAILY, Duration.ofDays(1))).delay());
    assertBetween(
        Duration.ofMinutes(10),
        Duration.ofMinutes(11),
        end(job(0, 3), broken(Optional.of(Duration.ofDays(1)))).delay());
  }

  @Test
  void aKeyOfSeveralIsNotWaitedFor() {
    LlmOutcome ofOneKey =
        new Throttled(
            new Pause(Optional.of(Duration.ofMinutes(5)), Pause.Scope.KEY, Pause.Cause.ACCOUNT),
            FAILURE,
            Call.UNHEARD);

    AttemptEnd end = policy.end(job(0, 1), ofOneKey, Duration.ofMinutes(1));

    assertEquals(JobState.SCHEDULED, end.to());
    assertEquals(false, end.spends());
    assertBetween(Duration.ofMillis(500), Duration.ofSeconds(1), end.delay());
  }

  @ParameterizedTest
  @CsvSource({
    "RATE, 119, false",
    "RATE, 121, true",
    "LOADING, 121, true",
    "OVERLOADED, 121, true",
    "DAILY, 121, false",
    "DAILY, 4319, false",
    "DAILY, 4321, true",
    "ACCOUNT, 4319, false",
    "ACCOUNT, 4321, true"
  })
  void throttlesForTooLongSpendAttempts(Pause.Cause cause, int minutes, boolean spends) {
    Duration lasting = Duration.ofMinutes(minutes);

    AttemptEnd end = end(turnedAway(50, lasting, 1), throttled(cause, null));
    assertEquals(JobState.SCHEDULED, end.to());
    assertEquals(spends, end.spends());

    AttemptEnd last = end(turnedAway(50, lasting, 2), throttled(cause, null));
    assertEquals(spends ? JobState.FAILED : JobState.SCHEDULED, last.to());
    assertEquals(spends, last.failure().message().contains("errand.worker.throttle.patience"));
    assertTrue(last.failure().message().startsWith(FAILURE.message()));
  }

  @Test
  void aWrongKeyCostsNoJobItsLife() {
    AttemptEnd end = end(job(0, 1), account(Failure.Type.PROVIDER_ERROR));

    assertEquals(JobState.SCHEDULED, end.to());
    assertEquals(false, end.spends());
  }

  @Test
  void anAccountWithoutMoneyEndsTheFirstJobsAndNoMoreOnceTheirLaneIsHeldBack() {
    LlmOutcome outcome = account(Failure.Type.QUOTA_EXCEEDED);

    AttemptEnd first = end(job(0, 3), outcome);
    assertEquals(JobState.FAILED, first.to());
    assertEquals(Outcome.FAILED, first.outcome());

    AttemptEnd later = policy.end(job(0, 3), outcome, Duration.ofSeconds(2));
    assertEquals(JobState.SCHEDULED, later.to());
    assertEquals(false, later.spends());
    assertTrue(later.delay().compareTo(Duration.ofSeconds(2)) >= 0);
  }

  @ParameterizedTest
  @EnumSource(names = {"PROVIDER_ERROR", "QUOTA_EXCEEDED"})
  void whereLanesAreNotHeldBackForAnAccountEachJobFails(Failure.Type type) {
    RetryPolicy strict = policy(Map.of("errand.worker.account-errors.hold-after", "0"));

    assertEquals(JobState.FAILED, strict.end(job(0, 3), account(type), Duration.ZERO).to());
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
  void aBrokenProbeLeavesTheNextProbesToOtherJobs() {
    LlmOutcome outcome = broken(Optional.empty());

    assertEquals(
        Duration.ofSeconds(20), policy.end(job(0, 3), outcome, Duration.ofSeconds(2)).delay());
    assertEquals(CAP, policy.end(job(0, 3), outcome, Duration.ofMinutes(1)).delay());
  }

  private static void assertBetween(Duration least, Duration most, Duration value) {
    assertTrue(
        value.compareTo(least) >= 0 && value.compareTo(most) <= 0,
        () -> "%s is not between %s and %s".formatted(value, least, most));
  }

  private AttemptEnd end(ClaimedJob job, LlmOutcome outcome) {
    return policy.end(job, outcome, Duration.ZERO);
  }

  private static RetryPolicy policy(Map<String, String> settings) {
    return new RetryPolicy(new TestedConfig("http://localhost/v1", settings).worker());
  }

  private static LlmOutcome throttled(Pause.Cause cause, Duration asked) {
    Pause.Scope scope = cause == Pause.Cause.ACCOUNT ? Pause.Scope.LANE : Pause.Scope.MODEL;
    return new Throttled(
        new Pause(Optional.ofNullable(asked), scope, cause), FAILURE, Call.UNHEARD);
  }

  private static LlmOutcome account(Failure.Type type) {
    return new Throttled(
        new Pause(Optional.empty(), Pause.Scope.LANE, Pause.Cause.ACCOUNT),
        new Failure(type, "pay"),
        Call.UNHEARD);
  }

  private static LlmOutcome broken(Optional<Duration> retryAfter) {
    return new Broken(Outcome.FAILED, FAILURE, retryAfter, Call.UNHEARD);
  }

  private static ClaimedJob turnedAway(int before, Duration lasting, int spent) {
    return job(spent, 3, new Throttling(before, lasting));
  }

  private static ClaimedJob job(int spent, int maxAttempts) {
    return job(spent, maxAttempts, Throttling.NONE);
  }

  private static ClaimedJob job(int spent, int maxAttempts, Throttling throttling) {
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
        new byte[0],
        throttling,
        false,
        "default",
        Duration.ZERO,
        Optional.empty());
  }
}
