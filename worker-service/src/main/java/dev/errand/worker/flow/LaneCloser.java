package dev.errand.worker.flow;

import dev.errand.database.DatabaseException;
import dev.errand.store.ClaimedJob;
import dev.errand.store.ClosureStore;
import dev.errand.telemetry.LogLine;
import dev.errand.telemetry.Metric;
import dev.errand.worker.outcome.LlmOutcome.Throttled;
import dev.errand.worker.outcome.Pause.Cause;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Closes models and lanes for all workers while their provider rejects calls. */
@ApplicationScoped
public class LaneCloser {

  private static final Logger LOG = Logger.getLogger(LaneCloser.class);

  private final ClosureStore closures;
  private final MeterRegistry metrics;
  private final Set<String> forAccount = ConcurrentHashMap.newKeySet();

  @Inject
  public LaneCloser(ClosureStore closures, MeterRegistry metrics) {
    this.closures = closures;
    this.metrics = metrics;
  }

  /** Closes the job's model in its lane. */
  void closeModel(ClaimedJob job, Duration pause, Throttled why) {
    String reason = why.pause().cause().text();
    tried(
        () -> {
          closures.closeModel(job.lane(), job.model(), pause, reason, job.lease().job());
          count(job.lane(), reason);
          LOG.info(
              LogLine.event("model_closed")
                  .with("lane", job.lane())
                  .with("model", job.model())
                  .with("job", job.lease().job())
                  .with("for", pause)
                  .with("reason", reason)
                  .with("error", why.failure().message())
                  .next("no worker claims its jobs until then"));
        },
        job.lane());
  }

  /** Closes the job's lane after account errors. */
  void closeForAccount(ClaimedJob job, Duration pause) {
    String lane = job.lane();
    forAccount.add(lane);
    tried(
        () -> {
          closures.closeLane(lane, pause, Cause.ACCOUNT.text(), job.lease().job());
          count(lane, Cause.ACCOUNT.text());
        },
        lane);
  }

  /** Opens a lane after account errors are over, if this worker closed it. */
  void openForAccount(String lane) {
    if (forAccount.remove(lane)) {
      tried(() -> closures.openLane(lane, Cause.ACCOUNT.text()), lane);
    }
  }

  private void count(String lane, String reason) {
    Metric.LANE_CLOSURES.counter(metrics, lane, reason).increment();
  }

  private static void tried(Runnable statement, String lane) {
    try {
      statement.run();
    } catch (DatabaseException e) {
      LOG.warn(
          LogLine.event("closure_not_stored")
              .with("lane", lane)
              .with("error", e.getMessage())
              .next("this worker keeps to it; the others learn it from their own calls"));
    }
  }
}
