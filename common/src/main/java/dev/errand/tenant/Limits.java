package dev.errand.tenant;

import java.util.OptionalInt;

/**
 * How much a caller may do.
 *
 * @param queued maximum number of waiting jobs; empty for no limit
 * @param perSecond maximum number of submissions per second; empty for no limit
 */
public record Limits(OptionalInt queued, OptionalInt perSecond) {

  /** No limits. */
  public static final Limits NONE = new Limits(OptionalInt.empty(), OptionalInt.empty());
}
