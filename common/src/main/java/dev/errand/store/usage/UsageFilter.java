package dev.errand.store.usage;

import java.time.Instant;
import java.util.Optional;

/**
 * The usage that is asked for.
 *
 * @param tenant empty for that of all tenants, which only an admin may ask for
 * @param key the id of a key
 * @param from when the first hour begins
 * @param to when the hour after the last one begins; empty for no end
 */
public record UsageFilter(
    Optional<String> tenant,
    Optional<String> key,
    Optional<String> lane,
    Optional<String> model,
    Instant from,
    Optional<Instant> to) {

  /** The same from another hour on. */
  UsageFilter since(Instant hour) {
    return new UsageFilter(tenant, key, lane, model, hour, to);
  }

  /** The same of this tenant only. */
  UsageFilter of(String name) {
    return new UsageFilter(Optional.of(name), key, lane, model, from, to);
  }
}
