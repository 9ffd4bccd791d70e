package dev.errand.store;

/**
 * How many jobs of a model may be claimed by one worker now.
 *
 * @param most 0 for none
 */
public record ModelLimit(String lane, String model, int most) {}
