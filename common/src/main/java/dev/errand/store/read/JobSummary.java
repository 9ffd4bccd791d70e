package dev.errand.store.read;

import dev.errand.job.Endpoint;
import dev.errand.job.Job;
import java.util.Map;

/**
 * A job with the data by which its client finds it, without the payloads.
 *
 * @param metadata the client's pairs; empty for none
 */
public record JobSummary(Job job, Endpoint endpoint, String model, Map<String, String> metadata) {
  public JobSummary {
    metadata = Map.copyOf(metadata);
  }
}
