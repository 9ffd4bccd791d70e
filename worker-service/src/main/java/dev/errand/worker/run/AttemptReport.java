package dev.errand.worker.run;

import dev.errand.job.Outcome;
import dev.errand.store.AttemptEnd;
import dev.errand.store.ClaimedJob;
import dev.errand.telemetry.LogLine;
import dev.errand.telemetry.Metric;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** The log line and the metrics of an attempt's end. */
@ApplicationScoped
class AttemptReport {

  private static final Logger LOG = Logger.getLogger(AttemptReport.class);

  /** The outcome of an attempt whose end was not recorded. */
  static final String STALE = "stale";

  private final MeterRegistry metrics;
  private final Consumption consumption;
  private final GenAi genAi;
  // The registry's own look-up builds and compares tags each time.
  private final Map<String, Map<String, Timer>> timers = new ConcurrentHashMap<>();
  private final Map<String, Timer> waits = new ConcurrentHashMap<>();

  @Inject
  AttemptReport(MeterRegistry metrics, Consumption consumption, GenAi genAi) {
    this.metrics = metrics;
    this.consumption = consumption;
    this.genAi = genAi;
  }

  /**
   * Reports an end.
   *
   * @param won whether it was recorded
   */
  void ended(ClaimedJob job, AttemptEnd end, boolean won, Duration took) {
    String outcome = won ? end.outcome().text() : STALE;
    timer(job.lane(), outcome).record(took);
    waited(job.lane()).record(job.waited());
    consumption.ended(job.lane(), job.tenant(), end.call().usage());
    genAi.ended(job, end, took);
    Logger.Level level =
        won && end.outcome() == Outcome.SUCCEEDED ? Logger.Level.DEBUG : Logger.Level.INFO;
    if (LOG.isEnabled(level)) {
      LOG.log(level, line(job, end, won, outcome, took));
    }
  }

  private Timer timer(String lane, String outcome) {
    return timers
        .computeIfAbsent(lane, _ -> new ConcurrentHashMap<>())
        .computeIfAbsent(outcome, _ -> Metric.ATTEMPTS.timer(metrics, lane, outcome));
  }

  private Timer waited(String lane) {
    return waits.computeIfAbsent(lane, it -> Metric.JOBS_WAITED.timer(metrics, it));
  }

  private static LogLine line(
      ClaimedJob job, AttemptEnd end, boolean won, String outcome, Duration took) {
    LogLine line =
        LogLine.event("attempt_ended")
            .with("job", job.lease().job())
            .with("attempt", job.lease().attempt())
            .with("lane", job.lane())
            .with("outcome", outcome)
            .with("state", won ? end.to().text() : "unchanged")
            .with("ms", took.toMillis());
    return end.failure() == null
        ? line
        : line.with("error", end.failure().type().text()).with("status", end.call().httpStatus());
  }
}
