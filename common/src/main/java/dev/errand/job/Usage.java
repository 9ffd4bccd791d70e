package dev.errand.job;

/** The tokens that a call used, as the provider counted them; each null where it did not say. */
public record Usage(Long inputTokens, Long outputTokens, Long totalTokens) {

  /** The provider said nothing. */
  public static final Usage UNKNOWN = new Usage(null, null, null);
}
