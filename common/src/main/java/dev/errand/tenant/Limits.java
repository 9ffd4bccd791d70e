package dev.errand.tenant;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How much a caller may do.
 *
 * @param models globs of the models that its jobs may name; empty for all
 * @param highestPriority of its jobs; empty for any
 * @param perSecond maximum number of requests per second; empty for no limit
 * @param queued maximum number of waiting jobs; empty for no limit
 * @param running maximum number of calls at a time; empty for no limit
 */
public record Limits(
    Optional<List<String>> models,
    OptionalInt highestPriority,
    OptionalInt perSecond,
    OptionalInt queued,
    OptionalInt running) {

  /** No limits. */
  public static final Limits NONE =
      new Limits(
          Optional.empty(),
          OptionalInt.empty(),
          OptionalInt.empty(),
          OptionalInt.empty(),
          OptionalInt.empty());

  public Limits {
    models = models.map(List::copyOf);
  }
}
