package dev.errand.api.hints;

import dev.errand.api.config.ApiConfig;
import dev.errand.broker.Hint;
import dev.errand.database.DatabaseException;
import dev.errand.store.DispatchStore;
import dev.errand.telemetry.LogLine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.jboss.logging.Logger;

/** Hints at what a lane has queued, for when its jobs may be claimed again. */
@ApplicationScoped
public class LaneHints {

  private static final Logger LOG = Logger.getLogger(LaneHints.class);

  private final DispatchStore store;
  private final HintQueue hints;
  private final int window;

  @Inject
  LaneHints(DispatchStore store, HintQueue hints, ApiConfig config) {
    this.store = store;
    this.hints = hints;
    this.window = config.dispatch().window();
  }

  /** Has workers told at once; where that can't be they find the jobs by themselves soon. */
  public void publish(String lane) {
    try {
      hints.publish(
          Hint.merged(
              store.queued(List.of(lane), window).stream()
                  .map(job -> new Hint(job.lane(), job.id()))
                  .toList()));
    } catch (DatabaseException e) {
      LOG.warn(
          LogLine.event("hints_not_sent")
              .with("lane", lane)
              .with("error", e.getMessage())
              .next("workers look for the lane's jobs by themselves"));
    }
  }
}
