package dev.errand.worker.run;

import dev.errand.worker.run.RunningJob.Drop;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/** The worker's way out: finish what can be finished in time, hand back the rest. */
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
   * @param time how long calls may go on
   */
  public void run(Duration time) {
    int began = runner.count();
    if (began > 0) {
      LOG.infof("draining running=%d for=%s, then handing back the rest", began, time);
    }
    awaitNone(time);
    int left = runner.count();
    if (left > 0) {
      LOG.infof("handing back running=%d", left);
      runner.drop(lease -> true, Drop.DRAIN);
      awaitNone(HAND_BACK);
    }
    if (began > 0) {
      LOG.infof("drained finished=%d handed_back=%d", began - left, left - runner.count());
    }
  }

  private void awaitNone(Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    while (runner.count() > 0 && System.nanoTime() < end) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }
}
