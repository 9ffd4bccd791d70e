package dev.errand.api.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** {@code errand.openai.*}: calls by OpenAI's clients that wait for their answers. */
@ConfigMapping(prefix = "errand.openai")
public interface OpenAiConfig {

  /**
   * Whether a call is cancelled when its client disconnects, or the wait for its answer ends. Calls
   * with an {@code Idempotency-Key} never are, because their clients can come back for the answer.
   */
  @WithDefault("true")
  boolean cancelOnDisconnect();

  /**
   * The longest wait for an answer, also the time that clients are assumed to wait if they don't
   * say how long. Must be shorter than {@code quarkus.http.idle-timeout}.
   */
  @NotNull
  @DurationMin(seconds = 1)
  @DurationMax(hours = 24)
  @WithDefault("10M")
  Duration longestWait();
}
