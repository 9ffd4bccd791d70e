package dev.errand.client;

import java.util.Optional;
import java.util.UUID;

/**
 * What became of one line of an upload: it has an id or a problem.
 *
 * @param line counted from 1, blank lines too
 * @param state empty where the line was rejected, or accepted before
 * @param replayed whether it was accepted before, under the same key
 */
public record LineAnswer(
    int line,
    Optional<UUID> id,
    Optional<Job.State> state,
    boolean replayed,
    Optional<Problem> problem) {}
