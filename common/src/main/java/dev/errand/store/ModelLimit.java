package dev.errand.store;

/**
 * How many jobs of a model one worker may claim now.
 *
 * @param most 0 for none
 */
public record ModelLimit(String lane, String model, int most) {}
