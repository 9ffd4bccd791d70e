package dev.errand.store.models;

import java.time.Instant;
import java.util.Optional;

/**
 * The right to ask a provider for its models, for all workers.
 *
 * @param at when it began, by the database's clock: its name
 * @param before how the asking before ended; empty where there was none
 */
public record Asking(String provider, Instant at, Optional<Listing> before) {}
