package dev.errand.api.submit;

import dev.errand.api.config.ApiConfig.JobConfig;
import dev.errand.job.OnLost;
import dev.errand.store.NewJob.Plan;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Checks when and how often a submission wants its job to run. */
final class PlanCheck {

  private static final int PRIORITY = 100;

  private final JobConfig config;
  private final Clock clock;

  PlanCheck(JobConfig config, Clock clock) {
    this.config = config;
    this.clock = clock;
  }

  Plan plan(Fields fields) {
    Instant now = clock.instant();
    Optional<Duration> delay = fields.seconds("delay_seconds", config.delayLimit());
    Optional<Instant> runAt = runAt(fields, now);
    Instant start = runAt.or(() -> delay.map(now::plus)).orElse(now);
    int timeoutLimit = (int) config.timeoutLimit().toSeconds();
    return new Plan(
        fields.integer("priority", -PRIORITY, PRIORITY).orElse(0),
        runAt.filter(now::isBefore).orElse(null),
        delay.orElse(null),
        deadline(fields, now, start),
        fields.integer("max_attempts", 1, config.maxAttemptsLimit()).orElse(config.maxAttempts()),
        fields.integer("timeout_seconds", 1, timeoutLimit).orElse(null),
        onLost(fields));
  }

  private OnLost onLost(Fields fields) {
    Optional<String> text = fields.text("on_lost");
    Optional<OnLost> onLost = text.flatMap(OnLost::of);
    if (text.isPresent() && onLost.isEmpty()) {
      fields.violation("on_lost", "must be retry or fail");
    }
    return onLost.orElse(config.onLost());
  }

  /** A time in the past means now. */
  private Optional<Instant> runAt(Fields fields, Instant now) {
    if (fields.has("run_at") && fields.has("delay_seconds")) {
      fields.violation("run_at", "give either run_at or delay_seconds, not both");
    }
    Optional<Instant> runAt = fields.time("run_at");
    if (runAt.filter(now.plus(config.delayLimit())::isBefore).isPresent()) {
      fields.violation(
          "run_at", "must be at most %d days ahead".formatted(config.delayLimit().toDays()));
    }
    return runAt;
  }

  private static Instant deadline(Fields fields, Instant now, Instant start) {
    Optional<Instant> deadline = fields.time("deadline");
    if (deadline.isEmpty()) {
      return null;
    }
    if (!deadline.get().isAfter(now)) {
      fields.violation("deadline", "must be in the future; it is now " + now);
    } else if (!deadline.get().isAfter(start)) {
      fields.violation("deadline", "must be after the time at which the job may start");
    }
    return deadline.get();
  }
}
