package dev.errand.store.failures;

import java.time.Instant;
import java.util.Optional;

/**
 * Which failed jobs to look at.
 *
 * @param from they ended then or later
 * @param to they ended before this time; empty for no end
 */
public record FailureFilter(
    Instant from, Optional<Instant> to, Optional<String> lane, Optional<String> model) {}
