package dev.errand.api.dispatch;

import dev.errand.api.config.ApiConfig;
import dev.errand.store.depth.DepthStore;
import dev.errand.telemetry.LogLine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Records how many jobs wait and run, once a minute, and deletes minutes that are old. */
@ApplicationScoped
class DepthRounds {

  private static final Logger LOG = Logger.getLogger(DepthRounds.class);

  private final DepthStore depth;
  private final Duration retention;
  private final Chunks chunks;

  @Inject
  DepthRounds(DepthStore depth, ApiConfig config) {
    this.depth = depth;
    this.retention = config.lanes().history();
    this.chunks = new Chunks(config.dispatch().batch());
  }

  /** Does nothing if another replica has recorded the minute. */
  void record() {
    depth.record();
  }

  void purge() {
    int purged = chunks.untilNoneIsLeft(limit -> depth.purge(retention, limit));
    if (purged > 0) {
      LOG.info(LogLine.event("depth_purged").with("rows", purged));
    }
  }
}
