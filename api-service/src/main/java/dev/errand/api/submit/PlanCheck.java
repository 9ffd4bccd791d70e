package dev.errand.api.submit;

import dev.errand.api.config.ApiConfig.JobConfig;
import dev.errand.job.OnLost;
import dev.errand.store.NewJob.Plan;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks when and how often a submission's job is to run. */
final class PlanCheck {

  private static final int PRIORITY = 100;

  private final JobConfig config;
  private final Clock clock;

  PlanCheck(JobConfig config, Clock clock) {
    this.config = config;
    this.clock = clock;
  }

  /** The plan. Complete only if there are no violations. */
  Plan plan(Draft.Plan draft, Violations violations) {
    Instant now = clock.instant();
    Optional<Duration> delay =
        violations.seconds("delay_seconds", draft.delaySeconds(), config.delayLimit());
    Optional<Instant> runAt = runAt(draft, now, violations);
    Instant start = runAt.or(() -> delay.map(now::plus)).orElse(now);
    int timeoutLimit = (int) config.timeoutLimit().toSeconds();
    return new Plan(
        violations.integer("priority", draft.priority(), -PRIORITY, PRIORITY).orElse(0),
        runAt.filter(now::isBefore).orElse(null),
        delay.orElse(null),
        deadline(draft, now, start, violations),
        violations
            .integer("max_attempts", draft.maxAttempts(), 1, config.maxAttemptsLimit())
            .orElse(config.maxAttempts()),
        violations.integer("timeout_seconds", draft.timeoutSeconds(), 1, timeoutLimit).orElse(null),
        onLost(draft, violations));
  }

  private OnLost onLost(Draft.Plan draft, Violations violations) {
    Optional<String> text = violations.text("on_lost", draft.onLost());
    Optional<OnLost> onLost = text.flatMap(OnLost::of);
    if (text.isPresent() && onLost.isEmpty()) {
      violations.add("on_lost", "must be retry or fail");
    }
    return onLost.orElse(config.onLost());
  }

  /** A time in the past means now. */
  private Optional<Instant> runAt(Draft.Plan draft, Instant now, Violations violations) {
    if (draft.runAt().isThere() && draft.delaySeconds().isThere()) {
      violations.add("run_at", "send either run_at or delay_seconds, not both");
    }
    Optional<Instant> runAt = violations.time("run_at", draft.runAt());
    if (runAt.filter(now.plus(config.delayLimit())::isBefore).isPresent()) {
      violations.add(
          "run_at", "must be at most %d days ahead".formatted(config.delayLimit().toDays()));
    }
    return runAt;
  }

  private static @Nullable Instant deadline(
      Draft.Plan draft, Instant now, Instant start, Violations violations) {
    Optional<Instant> deadline = violations.time("deadline", draft.deadline());
    if (deadline.isEmpty()) {
      return null;
    }
    if (!deadline.get().isAfter(now)) {
      violations.add("deadline", "must be in the future; it is now " + now);
    } else if (!deadline.get().isAfter(start)) {
      violations.add("deadline", "must be after the earliest start of the job");
    }
    return deadline.get();
  }
}
