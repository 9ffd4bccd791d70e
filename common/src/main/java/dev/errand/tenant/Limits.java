package dev.errand.tenant;

import java.util.OptionalInt;

/**
 * How much a caller may do.
 *
 * @param queued the most jobs that may wait at a time; empty for no limit
 * @param perSecond the most submissions in a second; empty for no limit
 */
public record Limits(OptionalInt queued, OptionalInt perSecond) {

  /** No limits. */
  public static final Limits NONE = new Limits(OptionalInt.empty(), OptionalInt.empty());
}
