package dev.errand.store.read;

import dev.errand.job.Endpoint;
import dev.errand.job.Job;
import java.util.Map;

/**
 * A job with what its client wants to find it by, without the payloads.
 *
 * @param metadata the client's pairs; empty for none
 */
public record JobSummary(Job job, Endpoint endpoint, String model, Map<String, String> metadata) {
  public JobSummary {
    metadata = Map.copyOf(metadata);
  }
}
