package dev.errand.client;

import java.time.Duration;
import java.util.Optional;

/**
 * Options of a submission.
 *
 * @param idempotencyKey your name for the submission: repeating it creates no second job
 * @param waitFor how long to wait for the job to end, at most 60 s
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
