package dev.errand.job;

import org.jspecify.annotations.Nullable;

/** The tokens that a call used, as the provider counted them; each null where it did not say. */
public record Usage(
    @Nullable Long inputTokens, @Nullable Long outputTokens, @Nullable Long totalTokens) {

  /** The provider said nothing. */
  public static final Usage UNKNOWN = new Usage(null, null, null);
}
