package dev.errand.worker.run;

import dev.errand.telemetry.LogLine;
import dev.errand.worker.run.RunningJob.Drop;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/** The worker's shutdown: finishes the calls that end in time and hands back the rest. */
@ApplicationScoped
public class Drain {

  private static final Logger LOG = Logger.getLogger(Drain.class);
  private static final Duration HAND_BACK = Duration.ofSeconds(3);

  private final Runner runner;

  @Inject
  Drain(Runner runner) {
    this.runner = runner;
  }

  /**
   * Drains; call it once nothing is claimed any more.
   *
   * @param time how long calls may continue
   */
  public void run(Duration time) {
    int began = runner.count();
    if (began > 0) {
      LOG.info(
          LogLine.event("draining")
              .with("running", began)
              .with("for", time)
              .next("calls that still run then are handed back"));
    }
    awaitNone(time);
    int left = runner.count();
    if (left > 0) {
      LOG.info(LogLine.event("handing_back").with("running", left));
      runner.drop(lease -> true, Drop.DRAIN);
      awaitNone(HAND_BACK);
    }
    if (began > 0) {
      LOG.info(
          LogLine.event("drained")
              .with("finished", began - left)
              .with("handed_back", left - runner.count()));
    }
  }

  private void awaitNone(Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    while (runner.count() > 0 && System.nanoTime() < end) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }
}
