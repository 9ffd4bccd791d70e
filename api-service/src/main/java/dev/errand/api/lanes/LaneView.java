package dev.errand.api.lanes;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.errand.lane.Lane;
import dev.errand.store.ModelClosure;
import dev.errand.store.read.LaneLoad;
import dev.errand.store.read.LaneLoad.Closure;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A lane as clients see it. All fields are always present. */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(
    name = "Lane",
    description = "Jobs that share a limit, and how many there are.",
    requiredProperties = {
      "name",
      "configured",
      "provider",
      "models",
      "pool",
      "concurrency",
      "open",
      "closed_until",
      "closed_reason",
      "closures",
      "pause",
      "closed_models",
      "scheduled",
      "queued",
      "running",
      "counts_exact",
      "oldest_queued_age_seconds",
      "provider_models"
    })
public record LaneView(
    @Schema(description = "As configured.", examples = "default") String name,
    @Schema(
            description =
                "Whether it is configured. false: it is not any more, but has jobs, which no"
                    + " worker takes.",
            examples = "true")
        boolean configured,
    @JsonUnwrapped Configuration configuration,
    @Schema(description = "Whether workers may claim its jobs.", examples = "true") boolean open,
    @Schema(
            nullable = true,
            description = "When it opens again, closed by its provider; null unless it is.",
            examples = "2026-01-05T09:30:30Z")
        @Nullable Instant closedUntil,
    @Schema(
            nullable = true,
            description =
                "Why its provider closed it; null unless it did. account: its provider does not"
                    + " take the calls of this account (a wrong key, a missing payment, a"
                    + " suspension).",
            examples = "account")
        @Nullable String closedReason,
    @Schema(
            nullable = true,
            description =
                "How often its provider closed it, and which job's call did it last; null unless it"
                    + " is closed by its provider.")
        @Nullable ClosuresView closures,
    @Schema(
            nullable = true,
            description = "Who paused it; null unless somebody did. It stays paused until then.")
        @Nullable Pause pause,
    @Schema(
            description =
                "The models whose jobs workers may not claim now, though the lane is open; 1,000 at"
                    + " most over all lanes.")
        List<ClosedModel> closedModels,
    @JsonUnwrapped Jobs jobs,
    @Schema(
            nullable = true,
            description = "What its provider lists; null if no worker has asked it for its models.")
        @Nullable ProviderModelsView providerModels) {

  /** The lane's configuration; all null if it is no longer configured. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Configuration(
      @Schema(nullable = true, description = "The provider that serves it.", examples = "openai")
          @Nullable String provider,
      @Schema(
              nullable = true,
              description = "The globs of the models it takes.",
              examples = "[\"gpt-*\"]")
          @Nullable List<String> models,
      @Schema(
              nullable = true,
              description = "The pool of workers that runs it.",
              examples = "default")
          @Nullable String pool,
      @Schema(
              nullable = true,
              description =
                  "The most calls in flight in the whole fleet; null for no limit. Not enforced"
                      + " yet.",
              examples = "200")
          @Nullable Integer concurrency) {

    private static final Configuration NONE = new Configuration(null, null, null, null);

    private static Configuration of(Lane lane) {
      Integer concurrency = lane.concurrency().isPresent() ? lane.concurrency().getAsInt() : null;
      return new Configuration(lane.provider(), lane.models(), lane.pool(), concurrency);
    }
  }

  /** Why no jobs of the lane are claimed: somebody paused it. */
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  @Schema(
      name = "LanePause",
      requiredProperties = {"by", "since", "until", "reason"})
  public record Pause(
      @Schema(description = "Who paused it; open: a service without keys.", examples = "open")
          String by,
      @Schema(description = "Since when it has been paused.", examples = "2026-01-05T09:00:00Z")
          Instant since,
      @Schema(
              nullable = true,
              description = "When it is resumed by itself; null: when somebody resumes it.",
              examples = "2026-01-05T09:30:00Z")
          @Nullable Instant until,
      @Schema(description = "Why, in the words of who paused it.", examples = "maintenance")
          String reason) {

    private static Pause of(LaneLoad.Pause pause) {
      return new Pause(pause.by(), pause.since(), pause.until().orElse(null), pause.reason());
    }
  }

  /** A model whose jobs are not claimed. */
  @JsonNaming(SnakeCaseStrategy.class)
  @Schema(
      name = "ClosedModel",
      requiredProperties = {"model", "until", "reason", "closures"})
  public record ClosedModel(
      @Schema(description = "The model, as requests name it.", examples = "gpt-5-mini")
          String model,
      @Schema(
              description =
                  "When its jobs are claimed again, one at first. A longer pause that the provider"
                      + " asks for is probed.",
              examples = "2026-01-05T09:30:30Z")
          Instant until,
      @Schema(
              description =
                  "What is waited for: rate, a limit of seconds or minutes; daily, a limit of a day"
                      + " or longer; loading, the model; overloaded, a provider with less to do.",
              enumeration = {"rate", "daily", "loading", "overloaded"},
              examples = "rate")
          String reason,
      @Schema(description = "How often it was closed, and which job's call did it last.")
          ClosuresView closures) {

    private static ClosedModel of(ModelClosure closure, Set<UUID> shown) {
      return new ClosedModel(
          closure.model(),
          closure.until(),
          closure.reason(),
          ClosuresView.of(closure.closings(), shown));
    }
  }

  /** The number of the lane's jobs that have not ended. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Jobs(
      @Schema(description = "Jobs that wait for their time.", examples = "3") long scheduled,
      @Schema(description = "Jobs that wait for a worker.", examples = "120") long queued,
      @Schema(description = "Jobs that a worker runs.", examples = "40") long running,
      @Schema(
              description =
                  "Whether the three counts are exact. false: counting stopped at a bound"
                      + " (errand.api.lanes.count, 10,000 by default), and a count that equals it"
                      + " stands for more.",
              examples = "true")
          boolean countsExact,
      @Schema(
              nullable = true,
              description =
                  "How long the job that has been runnable the longest has been waiting; null if"
                      + " no job is queued.",
              examples = "4.2")
          @Nullable Double oldestQueuedAgeSeconds) {

    private static Jobs of(LaneLoad load) {
      Double age = load.oldestQueued().map(Duration::toMillis).map(ms -> ms / 1000.0).orElse(null);
      return new Jobs(
          load.scheduled().jobs(),
          load.queued().jobs(),
          load.running().jobs(),
          load.isExact(),
          age);
    }
  }

  /**
   * Creates a view from a lane's load, and its configuration if there still is one.
   *
   * @param shown the jobs that the caller may know of
   */
  static LaneView of(
      LaneLoad load,
      Optional<Lane> lane,
      List<ModelClosure> closedModels,
      Optional<ProviderModelsView> providerModels,
      Set<UUID> shown) {
    return new LaneView(
        load.lane(),
        lane.isPresent(),
        lane.map(Configuration::of).orElse(Configuration.NONE),
        load.isOpen(),
        load.closure().map(Closure::until).orElse(null),
        load.closure().map(Closure::reason).orElse(null),
        load.closure().map(it -> ClosuresView.of(it.closings(), shown)).orElse(null),
        load.pause().map(Pause::of).orElse(null),
        closedModels.stream().map(it -> ClosedModel.of(it, shown)).toList(),
        Jobs.of(load),
        providerModels.orElse(null));
  }
}
