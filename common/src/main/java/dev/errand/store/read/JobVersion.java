package dev.errand.store.read;

import dev.errand.job.JobState;
import java.time.Instant;

/**
 * How far a job has come. State, attempt and life together never repeat: each arrow of the life
 * cycle changes the state, and what comes back to a state does so with a later attempt or life.
 *
 * @param runAt when it may run, or could since
 */
public record JobVersion(JobState state, int attempt, int life, Instant runAt) {}
