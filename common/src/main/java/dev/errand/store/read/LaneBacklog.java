package dev.errand.store.read;

import java.time.Duration;
import java.util.Optional;

/**
 * What waits and runs in a lane, for monitoring.
 *
 * @param queued counted up to a bound
 * @param oldestQueued for how long the job that has been runnable longest has waited, jobs of one
 *     priority being in order; empty without queued jobs
 */
public record LaneBacklog(
    String lane, long queued, long running, Optional<Duration> oldestQueued) {}
