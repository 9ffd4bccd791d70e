package dev.errand.store.batch;

/**
 * The size of one of a batch's files, and the tokens of its lines as far as the provider reported
 * them.
 */
public record PartTotals(
    long bytes,
    int lines,
    long inputTokens,
    long cachedTokens,
    long outputTokens,
    long reasoningTokens) {}
