package dev.errand.store;

import dev.errand.lane.Closings;
import java.time.Instant;

/**
 * A model that is closed in a lane because its provider asked for a pause.
 *
 * @param reason why it is closed: one word, never a provider's text
 * @param closings how often, since when and by which job
 */
public record ModelClosure(
    String lane, String model, Instant until, String reason, Closings closings) {}
