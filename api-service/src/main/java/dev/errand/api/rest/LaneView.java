package dev.errand.api.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.errand.lane.Lane;
import dev.errand.store.LaneLoad;
import dev.errand.store.LaneLoad.Closure;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A lane as clients see it. All fields are always there. */
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
      "scheduled",
      "queued",
      "running",
      "counts_exact",
      "oldest_queued_age_seconds"
    })
record LaneView(
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
            description = "When it opens again; null while it is open.",
            examples = "2026-01-05T09:30:30Z")
        Instant closedUntil,
    @Schema(
            nullable = true,
            description = "Why it is closed; null while it is open.",
            examples = "the provider asked for a pause")
        String closedReason,
    @JsonUnwrapped Jobs jobs) {

  /** How the lane is configured; all null where it is not any more. */
  @JsonNaming(SnakeCaseStrategy.class)
  record Configuration(
      @Schema(nullable = true, description = "The provider that serves it.", examples = "openai")
          String provider,
      @Schema(
              nullable = true,
              description = "The globs of the models it takes.",
              examples = "[\"gpt-*\"]")
          List<String> models,
      @Schema(
              nullable = true,
              description = "The pool of workers that runs it.",
              examples = "default")
          String pool,
      @Schema(
              nullable = true,
              description =
                  "The most calls in flight in the whole fleet; null for no limit. Not enforced"
                      + " yet.",
              examples = "200")
          Integer concurrency) {

    private static final Configuration NONE = new Configuration(null, null, null, null);

    private static Configuration of(Lane lane) {
      Integer concurrency = lane.concurrency().isPresent() ? lane.concurrency().getAsInt() : null;
      return new Configuration(lane.provider(), lane.models(), lane.pool(), concurrency);
    }
  }

  /** How many jobs of the lane have not ended. */
  @JsonNaming(SnakeCaseStrategy.class)
  record Jobs(
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
          Double oldestQueuedAgeSeconds) {

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

  /** A lane by its load, and by its configuration where it still has one. */
  static LaneView of(LaneLoad load, Optional<Lane> lane) {
    return new LaneView(
        load.lane(),
        lane.isPresent(),
        lane.map(Configuration::of).orElse(Configuration.NONE),
        load.closure().isEmpty(),
        load.closure().map(Closure::until).orElse(null),
        load.closure().map(Closure::reason).orElse(null),
        Jobs.of(load));
  }
}
