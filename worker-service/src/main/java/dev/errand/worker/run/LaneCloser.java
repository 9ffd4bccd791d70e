package dev.errand.worker.run;

import dev.errand.database.DatabaseException;
import dev.errand.store.LeaseStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Closes lanes whose provider asks for a pause: once for each pause, however many calls hear it.
 */
@ApplicationScoped
class LaneCloser {

  private static final Logger LOG = Logger.getLogger(LaneCloser.class);

  /** What a pause must add to the one that is known to be worth a statement. */
  private static final Duration WORTH = Duration.ofMillis(250);

  private final LeaseStore leases;
  private final Map<String, Long> closedUntil = new ConcurrentHashMap<>();

  @Inject
  LaneCloser(LeaseStore leases) {
    this.leases = leases;
  }

  /** Closes the lane for the pause, unless we did so for as long already. */
  void close(String lane, Duration pause, String reason) {
    long until = System.nanoTime() + pause.toNanos();
    Long known = closedUntil.get(lane);
    if (known != null && until - known < WORTH.toNanos()) {
      return;
    }
    closedUntil.put(lane, until);
    try {
      leases.closeLane(lane, pause, reason);
      LOG.infof("lane closed lane=%s for=%s because=%s", lane, pause, reason);
    } catch (DatabaseException e) {
      closedUntil.remove(lane);
      LOG.warnf(
          "lane not closed lane=%s: %s; the next throttled call tries again", lane, e.getMessage());
    }
  }
}
