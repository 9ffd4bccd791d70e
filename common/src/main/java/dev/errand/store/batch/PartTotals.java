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
    long reasoningTokens) {

  /** Nothing. */
  public static final PartTotals NONE = new PartTotals(0, 0, 0, 0, 0, 0);

  /** The sum of both. */
  public PartTotals plus(PartTotals other) {
    return new PartTotals(
        bytes + other.bytes,
        lines + other.lines,
        inputTokens + other.inputTokens,
        cachedTokens + other.cachedTokens,
        outputTokens + other.outputTokens,
        reasoningTokens + other.reasoningTokens);
  }
}
