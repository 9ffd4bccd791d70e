package dev.errand.store;

import dev.errand.job.Endpoint;
import java.time.Duration;
import java.util.Optional;

/**
 * A job as its worker gets it.
 *
 * @param spent the attempts that count so far, without this one
 * @param timeout of this attempt; empty for the worker's default
 * @param body goes to the provider byte for byte
 */
public record ClaimedJob(
    Lease lease,
    String lane,
    int spent,
    int maxAttempts,
    Optional<Duration> timeout,
    Endpoint endpoint,
    String model,
    byte[] body) {

  /** Whether no attempt is left once this one is spent. */
  public boolean isLastAttempt() {
    return spent + 1 >= maxAttempts;
  }
}
