package dev.errand.store.read;

import dev.errand.job.JobState;
import java.time.Instant;

/**
 * The version of a job. State, attempt and life together never repeat: each move of the life cycle
 * changes the state, and a job returns to a state only with a later attempt or life.
 *
 * @param runAt when it may run, or has been runnable since
 */
public record JobVersion(JobState state, int attempt, int life, Instant runAt) {}
