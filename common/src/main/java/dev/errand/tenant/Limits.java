package dev.errand.tenant;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How much a caller may do.
 *
 * @param models globs of the models that its jobs may name; empty for all
 * @param highestPriority of its jobs, the lower one of key and tenant; empty for any
 * @param ofKey what all that use the same key may do together
 * @param ofTenant what all keys of the tenant may do together
 */
public record Limits(
    Optional<List<String>> models, OptionalInt highestPriority, Amounts ofKey, Amounts ofTenant) {

  /** No limits. */
  public static final Limits NONE =
      new Limits(Optional.empty(), OptionalInt.empty(), Amounts.ANY, Amounts.ANY);

  public Limits {
    models = models.map(List::copyOf);
  }

  /**
   * How much a key or a tenant may do.
   *
   * @param perSecond maximum number of requests per second; empty for no limit
   * @param queued maximum number of waiting jobs; empty for no limit
   */
  public record Amounts(OptionalInt perSecond, OptionalInt queued) {

    /** No limits. */
    public static final Amounts ANY = new Amounts(OptionalInt.empty(), OptionalInt.empty());
  }
}
