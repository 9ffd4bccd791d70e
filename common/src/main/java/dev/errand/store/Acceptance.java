package dev.errand.store;

import dev.errand.job.JobState;
import java.time.Instant;
import java.util.UUID;

/** The result of a submission. */
public sealed interface Acceptance {

  /** A job stands for it. */
  sealed interface Taken extends Acceptance {}

  /** Its key stands for something else; nothing was stored. */
  sealed interface Refused extends Acceptance {}

  /** It is committed. */
  record Accepted(UUID id, JobState state, Instant createdAt, Instant runAt) implements Taken {}

  /** The same payload was submitted under the same key before: the result is that job. */
  record Replayed(UUID id) implements Taken {}

  /** Like {@link Replayed}, but that job has been purged or deleted since; nothing was stored. */
  record Forgotten(UUID id) implements Refused {}

  /** Another payload was submitted under the same key before; nothing was stored. */
  record KeyReused(UUID id) implements Refused {}
}
