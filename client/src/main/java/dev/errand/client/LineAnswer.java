package dev.errand.client;

import java.util.Optional;
import java.util.UUID;

/**
 * The result of one line of an upload: an id or a problem.
 *
 * @param line the line's number, from 1; blank lines count
 * @param state empty if the line was rejected, or accepted before
 * @param replayed whether it was accepted before, under the same key
 */
public record LineAnswer(
    int line,
    Optional<UUID> id,
    Optional<Job.State> state,
    boolean replayed,
    Optional<Problem> problem) {}
