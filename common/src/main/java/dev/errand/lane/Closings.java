package dev.errand.lane;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * How a lane or a model came to be closed: closures of which each followed within an hour of the
 * one before.
 *
 * @param count how many there were, with the present one
 * @param since when the first one began; empty if a worker of an older version closed it
 * @param job whose call caused the last one; empty if a worker of an older version closed it
 * @param byJob how many of the last ones that job caused, without another in between
 */
public record Closings(int count, Optional<Instant> since, Optional<UUID> job, int byJob) {}
