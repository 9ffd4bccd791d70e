package dev.errand.store;

import dev.errand.job.Endpoint;
import dev.errand.job.Job;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;

/**
 * A job with what its client wants to find it by, without the payloads. Hibernate makes it, by its
 * constructor.
 */
@RegisterForReflection
public record JobSummary(Job job, Endpoint endpoint, String model, Map<String, String> metadata) {
  public JobSummary {
    metadata = metadata == null ? Map.of() : Map.copyOf(metadata);
  }
}
