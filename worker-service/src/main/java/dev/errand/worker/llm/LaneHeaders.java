package dev.errand.worker.llm;

import dev.errand.lane.Lanes;
import dev.errand.worker.config.WorkerConfig;
import dev.errand.worker.target.ExtraHeaders;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Optional;

/** The headers that {@code errand.worker.lanes.<lane>.headers.*} adds to a lane's calls. */
final class LaneHeaders {

  private LaneHeaders() {}

  /** A lane's headers. */
  static ExtraHeaders of(String lane, WorkerConfig worker) {
    return Optional.ofNullable(worker.lanes().get(lane))
        .map(config -> ExtraHeaders.of(config.headers(), prefix(lane) + ".headers."))
        .orElse(ExtraHeaders.NONE);
  }

  /** Settings of an unknown lane are a misspelling. */
  static void requireLanes(WorkerConfig worker, Lanes lanes) {
    for (String lane : worker.lanes().keySet()) {
      if (lanes.named(lane).isEmpty()) {
        throw new ConfigurationException(
            "%s.*: there is no lane %s; set errand.lanes.%s.models, or correct the name"
                .formatted(prefix(lane), lane, lane));
      }
    }
  }

  private static String prefix(String lane) {
    return "errand.worker.lanes." + lane;
  }
}
