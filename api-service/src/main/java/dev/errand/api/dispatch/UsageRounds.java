package dev.errand.api.dispatch;

import dev.errand.api.config.ApiConfig;
import dev.errand.store.usage.UsageStore;
import dev.errand.telemetry.LogLine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Adds what endings wrote to the usage of hours, and deletes hours whose retention has ended. */
@ApplicationScoped
class UsageRounds {

  private static final Logger LOG = Logger.getLogger(UsageRounds.class);

  private final UsageStore usage;
  private final Duration retention;
  private final Chunks chunks;

  @Inject
  UsageRounds(UsageStore usage, ApiConfig config) {
    this.usage = usage;
    this.retention = config.usage().retention();
    this.chunks = new Chunks(config.dispatch().batch());
  }

  void fold() {
    chunks.untilNoneIsLeft(usage::fold);
  }

  void purge() {
    int purged = chunks.untilNoneIsLeft(limit -> usage.purge(retention, limit));
    if (purged > 0) {
      LOG.info(LogLine.event("usage_purged").with("rows", purged));
    }
  }
}
