package dev.errand.store.read;

import dev.errand.job.Endpoint;
import dev.errand.job.Job;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job with the data by which its client finds it, without the payloads.
 *
 * @param metadata the client's pairs; empty for none
 * @param batch the batch whose line it is
 * @param error why it failed; empty unless it did
 */
public record JobSummary(
    Job job,
    Endpoint endpoint,
    String model,
    Map<String, String> metadata,
    Optional<UUID> batch,
    Optional<LastError> error) {

  public JobSummary {
    metadata = Map.copyOf(metadata);
  }

  /**
   * The error with which a job failed.
   *
   * @param type a {@link dev.errand.job.Failure.Type} in lower case
   * @param httpStatus the provider's; null if there was none
   */
  public record LastError(String type, @Nullable String message, @Nullable Integer httpStatus) {}
}
