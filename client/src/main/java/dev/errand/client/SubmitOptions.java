package dev.errand.client;

import java.time.Duration;
import java.util.Optional;

/**
 * How to submit.
 *
 * @param idempotencyKey your name for the submission: sent again with it, no second job is made
 * @param waitFor how long to wait for the job's end, 60 s at most
 */
public record SubmitOptions(Optional<String> idempotencyKey, Optional<Duration> waitFor) {

  static final SubmitOptions NONE = new SubmitOptions(Optional.empty(), Optional.empty());

  public static SubmitOptions idempotent(String key) {
    return new SubmitOptions(Optional.of(key), Optional.empty());
  }

  public static SubmitOptions waiting(Duration atMost) {
    return new SubmitOptions(Optional.empty(), Optional.of(atMost));
  }

  public SubmitOptions andWait(Duration atMost) {
    return new SubmitOptions(idempotencyKey, Optional.of(atMost));
  }
}
