package dev.errand.store.read;

import java.time.Duration;
import java.util.Optional;

/**
 * A lane's queued and running jobs, for monitoring.
 *
 * @param queued counted up to a bound
 * @param oldestQueued how long the oldest runnable job has been waiting, assuming that jobs of one
 *     priority are in order; empty without queued jobs
 */
public record LaneBacklog(
    String lane, long queued, long running, Optional<Duration> oldestQueued) {}
