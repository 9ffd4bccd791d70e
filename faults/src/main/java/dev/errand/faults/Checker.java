package dev.errand.faults;

import dev.errand.faults.Ledger.Attempt;
import dev.errand.faults.Ledger.Row;
import dev.errand.simulator.Answers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * What must hold of all jobs once nothing is under way any more, whatever has happened: the
 * promises as code.
 */
final class Checker {

  private final ToIntFunction<String> callsOf;
  private final List<String> violations = new ArrayList<>();

  /**
   * @param callsOf how many calls with a prompt the provider has received
   */
  Checker(ToIntFunction<String> callsOf) {
    this.callsOf = callsOf;
  }

  /**
   * Everything that does not hold; empty where all is well.
   *
   * @param accepted the jobs that the API said it had accepted, by their prompts
   */
  List<String> check(Map<String, UUID> accepted, List<Row> jobs) {
    Map<UUID, Row> byId = new HashMap<>();
    Map<String, Integer> jobsOfPrompt = new HashMap<>();
    for (Row job : jobs) {
      byId.put(job.id(), job);
      jobsOfPrompt.merge(job.prompt(), 1, Integer::sum);
      checkState(job);
      checkResult(job);
      checkAttempts(job);
      checkCalls(job);
    }
    accepted.forEach(
        (prompt, id) -> {
          hold(byId.containsKey(id), "accepted, but not there: %s (%s)", id, prompt);
          hold(
              !byId.containsKey(id) || byId.get(id).prompt().equals(prompt),
              "%s has another job's prompt",
              id);
        });
    jobsOfPrompt.forEach(
        (prompt, count) -> hold(count == 1, "%d jobs for one idempotency key: %s", count, prompt));
    return List.copyOf(violations);
  }

  private void checkState(Row job) {
    hold(job.isFinal(), "%s has not ended: %s", job.id(), job.state());
    hold(!job.isFinal() || !job.leased(), "%s has ended and is leased", job.id());
    hold(job.isFinal() == (job.endedAt() != null), "%s: its end and its state differ", job.id());
  }

  private void checkResult(Row job) {
    boolean wantsResult = job.state().equals("succeeded") || job.state().equals("failed");
    hold(
        !job.isFinal() || job.hasResult() == wantsResult,
        "%s is %s; result: %s",
        job.id(),
        job.state(),
        job.hasResult());
    if (job.state().equals("succeeded")) {
      String expected = Answers.textFor(job.prompt());
      hold(expected.equals(job.answer()), "%s has another answer: %s", job.id(), job.answer());
    }
    hold(
        !job.state().equals("failed") || job.errorType() != null,
        "%s has failed without an error",
        job.id());
  }

  private void checkAttempts(Row job) {
    List<Integer> numbers = job.attempts().stream().map(Attempt::number).toList();
    hold(
        !job.isFinal() || numbers.equals(IntStream.rangeClosed(1, job.attempt()).boxed().toList()),
        "%s was claimed %d times, its attempts are %s",
        job.id(),
        job.attempt(),
        numbers);
    long succeeded = job.attempts("succeeded");
    boolean hasSucceeded = job.state().equals("succeeded");
    hold(
        succeeded == (hasSucceeded ? 1 : 0),
        "%s is %s with %d attempts that succeeded",
        job.id(),
        job.state(),
        succeeded);
    hold(
        !hasSucceeded
            || !job.attempts().isEmpty() && job.attempts().getLast().outcome().equals("succeeded"),
        "%s has succeeded, but not with its last attempt",
        job.id());
    long spent =
        job.attempts().stream()
            .filter(attempt -> attempt.life() == job.life() && attempt.isSpent())
            .count();
    hold(
        spent == job.spent() && job.spent() <= job.maxAttempts(),
        "%s has spent %d of %d attempts; on record: %d",
        job.id(),
        job.spent(),
        job.maxAttempts(),
        spent);
    for (Attempt attempt : job.attempts()) {
      hold(
          !attempt.endedAt().isBefore(attempt.startedAt()),
          "%s: attempt %d ends before it starts",
          job.id(),
          attempt.number());
    }
  }

  /** A call is repeated only after an attempt whose record says why. */
  private void checkCalls(Row job) {
    int calls = callsOf.applyAsInt(job.prompt());
    hold(
        calls <= job.attempts().size(),
        "%s: %d calls, %d attempts",
        job.id(),
        calls,
        job.attempts().size());
    hold(
        calls > 0 || !job.state().equals("succeeded"), "%s has succeeded without a call", job.id());
  }

  private void hold(boolean condition, String message, Object... values) {
    if (!condition) {
      violations.add(message.formatted(values));
    }
  }
}
