package dev.errand.job;

import org.jspecify.annotations.Nullable;

/**
 * The tokens that a call used, as counted by the provider; each is null if the provider did not
 * report it.
 *
 * @param cachedTokens those of the input that the provider read from its cache; not stored, so null
 *     for attempts that are read
 */
public record Usage(
    @Nullable Long inputTokens,
    @Nullable Long outputTokens,
    @Nullable Long totalTokens,
    @Nullable Long cachedTokens) {

  /** The provider reported nothing. */
  public static final Usage UNKNOWN = new Usage(null, null, null);

  /** One without cached tokens. */
  public Usage(
      @Nullable Long inputTokens, @Nullable Long outputTokens, @Nullable Long totalTokens) {
    this(inputTokens, outputTokens, totalTokens, null);
  }
}
