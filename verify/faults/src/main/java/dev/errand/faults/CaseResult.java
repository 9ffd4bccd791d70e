package dev.errand.faults;

import java.time.Duration;
import java.util.List;

/**
 * The result for the jobs of one fault.
 *
 * @param repeated calls beyond the first of a job
 * @param lost recorded attempts with an unknown outcome
 * @param recovery the time from the end of the fault to the end of the last job; none without jobs
 * @param violations of the rules; empty if there are none
 */
record CaseResult(
    String name,
    String victim,
    int jobs,
    int ended,
    int results,
    int repeated,
    int lost,
    Duration recovery,
    List<String> violations) {

  boolean isGood() {
    return violations.isEmpty();
  }

  CaseResult with(List<String> others) {
    return new CaseResult(
        name, victim, jobs, ended, results, repeated, lost, recovery, List.copyOf(others));
  }

  static String heading() {
    return """
    | fault | victim | jobs | final | results | repeated calls | lost attempts | recovery | |
    | --- | --- | --- | --- | --- | --- | --- | --- | --- |
    """;
  }

  /** A line of the table. */
  String line() {
    return "| %s | %s | %d | %d | %d | %d | %d | %.1f s | %s |"
        .formatted(
            name,
            victim,
            jobs,
            ended,
            results,
            repeated,
            lost,
            recovery.toMillis() / 1000.0,
            isGood() ? "holds" : violations);
  }
}
