package dev.errand.lane;

import java.util.List;
import java.util.OptionalInt;

/**
 * Jobs that share a limit: a provider's credential and a group of models.
 *
 * @param name the configured name
 * @param provider the provider that serves it
 * @param models the globs of the models that it takes
 * @param pool the pool of workers that runs it
 * @param concurrency maximum calls in flight in the whole fleet; empty for no limit
 */
public record Lane(
    String name, String provider, List<String> models, String pool, OptionalInt concurrency) {
  public Lane {
    models = List.copyOf(models);
  }
}
