package dev.errand.client;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * Jobs that share a limit, and their number.
 *
 * @param configured false for a lane that is no longer configured but has jobs
 * @param models the globs of the models that it takes
 * @param concurrency maximum calls in flight in the whole fleet; empty for no limit
 * @param open whether workers may claim its jobs
 * @param closedReason why it is closed, such as {@code account}
 * @param closures empty unless its provider closed it
 * @param pause empty unless somebody paused it
 * @param closedModels the models whose jobs wait although the lane is open
 * @param countsExact false if counting stopped at a bound
 */
public record Lane(
    String name,
    boolean configured,
    Optional<String> provider,
    List<String> models,
    Optional<String> pool,
    OptionalInt concurrency,
    boolean open,
    Optional<Instant> closedUntil,
    Optional<String> closedReason,
    Optional<Closures> closures,
    Optional<Pause> pause,
    List<ClosedModel> closedModels,
    long scheduled,
    long queued,
    long running,
    boolean countsExact,
    OptionalDouble oldestQueuedAgeSeconds,
    Optional<ProviderModels> providerModels) {

  public Lane {
    models = models == null ? List.of() : List.copyOf(models);
    closedModels = List.copyOf(closedModels);
  }

  /**
   * Who keeps its jobs from being claimed, and why.
   *
   * @param until empty if it lasts until somebody resumes the lane
   */
  public record Pause(String by, Instant since, Optional<Instant> until, String reason) {}

  /**
   * A model whose jobs are not claimed now.
   *
   * @param reason {@code rate}, {@code daily}, {@code loading} or {@code overloaded}
   */
  public record ClosedModel(
      String model, Instant until, String reason, Optional<Closures> closures) {}

  /**
   * Closures of which each followed within an hour of the one before.
   *
   * @param job whose call caused the last one; empty if it is another tenant's
   * @param jobCount how many of the last ones one job caused
   */
  public record Closures(int count, Optional<Instant> since, Optional<UUID> job, int jobCount) {}

  /**
   * What its provider responded when a worker last asked for its models.
   *
   * @param answers whether it sent a list, or that it has none
   * @param result {@code listed}, {@code no_list}, {@code unauthorized}, {@code timeout}, ...
   * @param available the listed models that the lane takes; empty if there is no list
   * @param missing the lane's globs that match no listed model; empty if there is no complete list
   */
  public record ProviderModels(
      boolean answers,
      String result,
      Instant checkedAt,
      Optional<List<String>> available,
      Optional<List<String>> missing) {}

  /** The response that lists lanes. */
  record All(List<Lane> data) {}
}
