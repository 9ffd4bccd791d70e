package dev.errand.store.operation;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * An operation to create.
 *
 * @param key the client's name for its creation; empty without one
 * @param at its moment: what happens to jobs after it makes none of them its own
 * @param jobs how many jobs match
 */
public record NewOperation(
    UUID id,
    Optional<String> key,
    OperationAction action,
    Optional<Integer> priority,
    String filter,
    String reason,
    Instant at,
    int jobs,
    int expected) {}
