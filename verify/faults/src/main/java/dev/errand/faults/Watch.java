package dev.errand.faults;

import dev.errand.faults.Ledger.Row;
import dev.errand.rig.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Watches the jobs of a fault to their end, and checks all. */
final class Watch {

  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final World world;
  private final Load load;

  Watch(World world, Load load) {
    this.world = world;
    this.load = load;
  }

  /**
   * Waits until all jobs have ended.
   *
   * @param prompts the jobs of this fault
   * @param faultEnd when all parts worked again
   */
  CaseResult settle(String name, String victim, List<String> prompts, Instant faultEnd) {
    List<String> violations = new ArrayList<>();
    if (!Waiting.holdsWithin(PATIENCE, () -> allHaveEnded(prompts))) {
      violations.add("not all have ended within " + PATIENCE);
    }
    Set<String> mine = new HashSet<>(prompts);
    List<Row> all = Ledger.read(world.database());
    List<Row> jobs = all.stream().filter(job -> mine.contains(job.prompt())).toList();
    Checker checker = new Checker(world.simulator().calls()::count);
    violations.addAll(checker.check(load.accepted(), all));
    if (jobs.size() != mine.size()) {
      violations.add("%d of %d jobs are there".formatted(jobs.size(), mine.size()));
    }
    return new CaseResult(
        name,
        victim,
        jobs.size(),
        (int) jobs.stream().filter(Row::isFinal).count(),
        (int) jobs.stream().filter(Row::hasResult).count(),
        jobs.stream()
            .mapToInt(job -> Math.max(0, world.simulator().calls().count(job.prompt()) - 1))
            .sum(),
        (int) jobs.stream().mapToLong(job -> job.attempts("lost")).sum(),
        recovery(jobs, faultEnd),
        violations);
  }

  private boolean allHaveEnded(List<String> prompts) {
    return load.accepted().keySet().containsAll(prompts)
        && Ledger.unfinished(world.database()) == 0;
  }

  private static Duration recovery(List<Row> jobs, Instant faultEnd) {
    return jobs.stream()
        .map(Row::endedAt)
        .filter(Objects::nonNull)
        .max(Instant::compareTo)
        .map(last -> Duration.between(faultEnd, last))
        .filter(took -> !took.isNegative())
        .orElse(Duration.ZERO);
  }
}
