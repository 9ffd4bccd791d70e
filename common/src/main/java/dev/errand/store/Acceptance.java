package dev.errand.store;

import dev.errand.job.JobState;
import java.time.Instant;
import java.util.UUID;

/** The result of a submission. */
public sealed interface Acceptance {

  /** It is committed. */
  record Accepted(UUID id, JobState state, Instant createdAt, Instant runAt)
      implements Acceptance {}

  /** The same payload was submitted under the same key before: the result is that job. */
  record Replayed(UUID id) implements Acceptance {}

  /** Like {@link Replayed}, but that job has been purged or deleted since; nothing was stored. */
  record Forgotten(UUID id) implements Acceptance {}

  /** Another payload was submitted under the same key before; nothing was stored. */
  record KeyReused(UUID id) implements Acceptance {}
}
