package dev.errand.job;

import org.jspecify.annotations.Nullable;

/**
 * The tokens that a call used, as counted by the provider; each is null if the provider did not
 * report it.
 */
public record Usage(
    @Nullable Long inputTokens, @Nullable Long outputTokens, @Nullable Long totalTokens) {

  /** The provider reported nothing. */
  public static final Usage UNKNOWN = new Usage(null, null, null);
}
