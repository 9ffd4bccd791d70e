package dev.errand.store;

import java.time.Instant;

/**
 * A model that takes no claims in a lane, its provider having asked for a pause.
 *
 * @param reason what the pause waits for: one word, never a provider's text
 */
public record ModelClosure(String lane, String model, Instant until, String reason) {}
