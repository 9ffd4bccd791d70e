package dev.errand.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.faults.Ledger.Attempt;
import dev.errand.faults.Ledger.Row;
import dev.errand.simulator.answer.Answers;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A check that cannot fail is worthless: each is seen to fail here. */
class CheckerTest {

  private static final UUID ID = new UUID(0, 1);
  private static final String PROMPT = "a prompt";
  private static final Instant NOW = Instant.EPOCH;

  @Test
  void nothingIsWrongWithJobsThatEndedAsTheyShould() {
    assertEquals(List.of(), check(job("succeeded", "succeeded"), 1));
    assertEquals(List.of(), check(job("succeeded", "lost", "succeeded"), 2));
    assertEquals(List.of(), check(job("succeeded", "handed_back", "succeeded"), 2));
    assertEquals(List.of(), check(job("failed", "lost", "failed"), 2));
    assertEquals(List.of(), check(job("cancelled"), 0));
  }

  @Test
  void anAcceptedJobThatIsGoneIsFound() {
    List<String> found = new Checker(_ -> 1).check(Map.of(PROMPT, ID), List.of());
    assertFound("accepted, but not there", found);
  }

  @Test
  void aJobUnderAnotherIdIsFound() {
    Row job = job("succeeded", "succeeded");
    assertFound(
        "accepted, but not there",
        new Checker(_ -> 1).check(Map.of(PROMPT, new UUID(0, 2)), List.of(job)));
  }

  @Test
  void twoJobsForOneKeyAreFound() {
    Row job = job("succeeded", "succeeded");
    assertFound(
        "2 jobs for one idempotency key",
        new Checker(_ -> 1).check(Map.of(PROMPT, ID), List.of(job, job)));
  }

  @Test
  void aJobThatHasNotEndedIsFound() {
    assertFound("has not ended", check(job("running"), 0));
  }

  @Test
  void aLeaseOfAnEndedJobIsFound() {
    Row job = job("succeeded", "succeeded");
    assertFound("leased: true", check(with(job, true, job.hasResult(), job.answer(), 1), 1));
  }

  @Test
  void aMissingResultIsFound() {
    Row job = job("succeeded", "succeeded");
    assertFound("result: false", check(with(job, false, false, job.answer(), 1), 1));
  }

  @Test
  void anotherJobsAnswerIsFound() {
    Row job = job("succeeded", "succeeded");
    assertFound("another answer", check(with(job, false, true, "something else", 1), 1));
  }

  @Test
  void theStrangerWhoseAnswerAJobHasIsNamed() {
    Row owner = job("succeeded", "succeeded");
    UUID id = new UUID(0, 7);
    Row other = with(named(owner, id, "another prompt"), false, true, owner.answer(), 1);

    List<String> found = new Checker(_ -> 1).checkSoFar(List.of(owner, other));

    assertFound(id + " has the answer of job " + ID, found);
  }

  @Test
  void twoJobsWithTheirOwnAnswersAreFine() {
    Row owner = job("succeeded", "succeeded");
    Row other = named(owner, new UUID(0, 7), "another prompt");
    Row own = with(other, false, true, Answers.textFor("another prompt"), 1);

    assertEquals(List.of(), new Checker(_ -> 1).checkSoFar(List.of(owner, own)));
  }

  @Test
  void anUnrecordedAttemptIsDetected() {
    Row job = job("succeeded", "succeeded");
    assertFound("was claimed 2 times", check(with(job, false, true, job.answer(), 2), 1));
  }

  @Test
  void twoSuccessesAreFound() {
    assertFound("2 attempts that succeeded", check(job("succeeded", "succeeded", "succeeded"), 2));
  }

  @Test
  void aSuccessThatWasNotTheLastAttemptIsFound() {
    assertFound("not with its last attempt", check(job("succeeded", "succeeded", "lost"), 2));
  }

  @Test
  void anAttemptThatWasNotCountedIsFound() {
    Row job = job("succeeded", "lost", "failed", "succeeded");
    assertFound("has spent 2 of 5 attempts; on record: 3", check(spent(job, 2), 3));
  }

  @Test
  void aCallThatNoAttemptAccountsForIsFound() {
    assertFound("2 calls, 1 attempts", check(job("succeeded", "succeeded"), 2));
  }

  @Test
  void jobsThatAreUnderWayAreFineSoFar() {
    Row running = job("running", "lost");
    Row claimedAgain = with(running, true, false, null, 2);
    assertEquals(List.of(), new Checker(_ -> 2).checkSoFar(List.of(claimedAgain)));
    assertFound("was claimed 1 times", new Checker(_ -> 1).checkSoFar(List.of(running)));
  }

  @Test
  void callsOfJobsWithTheSamePromptAreAddedUp() {
    Row job = job("succeeded", "succeeded");
    assertEquals(List.of(), new Checker(_ -> 2).checkSoFar(List.of(job, job)));
    assertFound("3 calls, 2 attempts", new Checker(_ -> 3).checkSoFar(List.of(job, job)));
  }

  @Test
  void aSuccessWithoutACallIsFound() {
    assertFound("1 successes, 0 calls", check(job("succeeded", "succeeded"), 0));
  }

  private static List<String> check(Row job, int calls) {
    return new Checker(_ -> calls).check(Map.of(PROMPT, ID), List.of(job));
  }

  private static void assertFound(String words, List<String> violations) {
    assertTrue(violations.stream().anyMatch(text -> text.contains(words)), violations::toString);
  }

  private static Row job(String state, String... outcomes) {
    List<Attempt> attempts =
        IntStream.range(0, outcomes.length)
            .mapToObj(i -> new Attempt(i + 1, 1, outcomes[i], null, NOW, NOW))
            .toList();
    boolean ended = !state.equals("running");
    boolean hasResult = state.equals("succeeded") || state.equals("failed");
    return new Row(
        ID,
        state,
        1,
        outcomes.length,
        (int) attempts.stream().filter(a -> !a.outcome().equals("handed_back")).count(),
        5,
        !ended,
        ended ? NOW : null,
        PROMPT,
        hasResult,
        state.equals("succeeded") ? Answers.textFor(PROMPT) : null,
        state.equals("failed") ? "provider_error" : null,
        attempts);
  }

  private static Row named(Row job, UUID id, String prompt) {
    return new Row(
        id,
        job.state(),
        job.life(),
        job.attempt(),
        job.spent(),
        job.maxAttempts(),
        job.leased(),
        job.endedAt(),
        prompt,
        job.hasResult(),
        job.answer(),
        job.errorType(),
        job.attempts());
  }

  private static Row spent(Row job, int spent) {
    return new Row(
        job.id(),
        job.state(),
        job.life(),
        job.attempt(),
        spent,
        job.maxAttempts(),
        job.leased(),
        job.endedAt(),
        job.prompt(),
        job.hasResult(),
        job.answer(),
        job.errorType(),
        job.attempts());
  }

  private static Row with(Row job, boolean leased, boolean result, String answer, int claims) {
    return new Row(
        job.id(),
        job.state(),
        job.life(),
        claims,
        job.spent(),
        job.maxAttempts(),
        leased,
        job.endedAt(),
        job.prompt(),
        result,
        answer,
        job.errorType(),
        job.attempts());
  }
}
