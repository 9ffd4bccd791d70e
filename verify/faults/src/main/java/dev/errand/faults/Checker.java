package dev.errand.faults;

import dev.errand.faults.Ledger.Attempt;
import dev.errand.faults.Ledger.Row;
import dev.errand.simulator.answer.Answers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The rules for all jobs, whatever has happened: the promises as code. Nothing may write meanwhile.
 */
public final class Checker {

  private static final String STRANGER = "has the answer of job";

  private final ToIntFunction<String> callsOf;
  private final List<String> violations = new ArrayList<>();

  /**
   * @param callsOf how many calls with a prompt the provider has received
   */
  public Checker(ToIntFunction<String> callsOf) {
    this.callsOf = callsOf;
  }

  /** The number of jobs that have another job's answer. */
  static long strangers(List<CaseResult> results) {
    return results.stream()
        .flatMap(result -> result.violations().stream())
        .filter(violation -> violation.contains(STRANGER))
        .count();
  }

  /**
   * The violations once all jobs have ended; empty if there are none.
   *
   * @param accepted the jobs that the API accepted, by their prompts, which differ
   */
  List<String> check(Map<String, UUID> accepted, List<Row> jobs) {
    Map<UUID, Row> byId = new HashMap<>();
    Map<String, Integer> jobsOfPrompt = new HashMap<>();
    for (Row job : jobs) {
      byId.put(job.id(), job);
      jobsOfPrompt.merge(job.prompt(), 1, Integer::sum);
      hold(job.isFinal(), "%s has not ended: %s", job.id(), job.state());
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
    return checkSoFar(jobs);
  }

  /** The violations for jobs in any state; empty if there are none. */
  public List<String> checkSoFar(List<Row> jobs) {
    Map<String, UUID> owners = new HashMap<>();
    jobs.forEach(job -> owners.put(Answers.textFor(job.prompt()), job.id()));
    jobs.forEach(job -> checkOwner(job, owners));
    jobs.stream().collect(Collectors.groupingBy(Row::prompt)).forEach(this::checkCalls);
    return checkRecords(jobs);
  }

  /**
   * The violations of the rules that need no look at prompts and answers, for jobs whose prompts
   * differ in form, such as those of embeddings; empty if there are none.
   */
  public List<String> checkRecords(List<Row> jobs) {
    for (Row job : jobs) {
      checkState(job);
      checkResult(job);
      checkAttempts(job);
    }
    return List.copyOf(violations);
  }

  private void checkState(Row job) {
    hold(
        job.leased() == job.state().equals("running"),
        "%s is %s; leased: %s",
        job.id(),
        job.state(),
        job.leased());
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
    hold(
        !job.state().equals("failed") || job.errorType() != null,
        "%s has failed without an error",
        job.id());
  }

  /** No job gets another job's answer: an answer's text belongs to its own prompt. */
  private void checkOwner(Row job, Map<String, UUID> owners) {
    if (job.state().equals("succeeded")) {
      boolean own = Answers.textFor(job.prompt()).equals(job.answer());
      UUID owner = owners.get(job.answer());
      hold(own || owner == null, "%s %s %s", job.id(), STRANGER, owner);
      hold(own || owner != null, "%s has another answer: %s", job.id(), job.answer());
    }
  }

  private void checkAttempts(Row job) {
    List<Integer> numbers = job.attempts().stream().map(Attempt::number).toList();
    // The attempt of a running claim is recorded at its end.
    int ended = job.state().equals("running") ? job.attempt() - 1 : job.attempt();
    hold(
        numbers.equals(IntStream.rangeClosed(1, ended).boxed().toList()),
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
  private void checkCalls(String prompt, List<Row> jobs) {
    int calls = callsOf.applyAsInt(prompt);
    int claims = jobs.stream().mapToInt(Row::attempt).sum();
    hold(calls <= claims, "%s: %d calls, %d attempts", prompt, calls, claims);
    long successes = jobs.stream().filter(job -> job.state().equals("succeeded")).count();
    hold(calls >= successes, "%s: %d successes, %d calls", prompt, successes, calls);
  }

  private void hold(boolean condition, String message, Object... values) {
    if (!condition) {
      violations.add(message.formatted(values));
    }
  }
}
