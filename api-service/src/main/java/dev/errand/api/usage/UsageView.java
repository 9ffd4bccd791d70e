package dev.errand.api.usage;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.errand.api.usage.UsageParameters.UsageQuery;
import dev.errand.store.usage.Dimension;
import dev.errand.store.usage.Usage;
import dev.errand.store.usage.Usage.Group;
import dev.errand.store.usage.Usage.Times;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Usage in groups, as clients see it. */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(
    name = "UsageReport",
    description = "Usage in groups.",
    requiredProperties = {"data", "more", "by", "after", "before", "cut", "currency"})
record UsageView(
    @Schema(
            description =
                "At most 1,000 groups: newest first if they are by hour or day, then those with the"
                    + " most tokens.")
        List<GroupView> data,
    @Schema(description = "Whether there are more groups.", examples = "false") boolean more,
    @Schema(description = "What they are grouped by.", examples = "[\"tenant\", \"model\"]")
        List<String> by,
    @Schema(
            description = "The beginning of the first hour that is summed.",
            examples = "2026-01-05T09:00:00Z")
        Instant after,
    @Schema(
            nullable = true,
            description = "The end of the last hour that is summed; null for no end.",
            examples = "2026-01-06T09:00:00Z")
        @Nullable Instant before,
    @Schema(
            description =
                "Whether hours are left out that were asked for, because 50,000 rows have been"
                    + " summed: then after is later than in the request.",
            examples = "false")
        boolean cut,
    @Schema(
            nullable = true,
            description = "The currency of all costs; null if no price is configured.",
            examples = "USD")
        @Nullable String currency) {

  /**
   * Shows usage.
   *
   * @param currency of costs, which are not shown without one
   */
  static UsageView of(UsageQuery query, Usage usage, Optional<String> currency) {
    return new UsageView(
        usage.groups().stream().map(group -> GroupView.of(group, currency.isPresent())).toList(),
        usage.more(),
        query.by().stream().sorted().map(Dimension::text).toList(),
        usage.from(),
        query.filter().to().orElse(null),
        usage.from().isAfter(query.filter().from()),
        currency.orElse(null));
  }

  /** The usage of a group, as clients see it. */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  @Schema(
      name = "UsageGroup",
      description = "The usage of a group. What it is not grouped by is null.",
      requiredProperties = {
        "tenant",
        "key",
        "lane",
        "model",
        "outcome",
        "time",
        "jobs",
        "attempts",
        "input_tokens",
        "output_tokens",
        "without_usage",
        "cost",
        "without_price",
        "waited_seconds",
        "ran_seconds"
      })
  record GroupView(
      @Schema(nullable = true, description = "The tenant.", examples = "acme")
          @Nullable String tenant,
      @Schema(
              nullable = true,
              description = "The id of the key that submitted them; empty for jobs without one.",
              examples = "3kTMd9aPq2Wz")
          @Nullable String key,
      @Schema(nullable = true, description = "The lane.", examples = "gpt") @Nullable String lane,
      @Schema(nullable = true, description = "The model.", examples = "gpt-5-mini")
          @Nullable String model,
      @Schema(
              nullable = true,
              description = "The final state.",
              enumeration = {"succeeded", "failed", "cancelled", "expired"},
              examples = "succeeded")
          @Nullable String outcome,
      @Schema(
              nullable = true,
              description = "When the hour or day begins, in UTC.",
              examples = "2026-01-05T09:00:00Z")
          @Nullable Instant time,
      @Schema(
              description =
                  "How many jobs ended. A job that was retried and ended again counts again.",
              examples = "5000")
          long jobs,
      @Schema(description = "How many attempts they had.", examples = "5120") long attempts,
      @Schema(
              description = "The tokens of all their attempts, as reported by the providers.",
              examples = "41000")
          long inputTokens,
      @Schema(description = "The tokens of the answers.", examples = "96000") long outputTokens,
      @Schema(
              description =
                  "How many of the jobs were called and no provider reported tokens, so that the"
                      + " sums lack theirs.",
              examples = "12")
          long withoutUsage,
      @Schema(
              nullable = true,
              description =
                  "What the tokens of all their attempts cost, each at the price when it ended: an"
                      + " exact decimal number. Null if no price is configured.",
              examples = "0.20225")
          @Nullable BigDecimal cost,
      @Schema(
              nullable = true,
              description =
                  "How many of the jobs used tokens of which at least some had no price, so that"
                      + " the cost lacks theirs. Null if no price is configured.",
              examples = "0")
          @Nullable Long withoutPrice,
      @Schema(
              description =
                  "From the time when they could run to the start of their last attempt, or to"
                      + " their end if they were not running then.")
          TimesView waitedSeconds,
      @Schema(description = "Their last attempts, of those that were running when they ended.")
          TimesView ranSeconds) {

    static GroupView of(Group group, boolean withCost) {
      return new GroupView(
          group.tenant(),
          group.key(),
          group.lane(),
          group.model(),
          group.outcome(),
          group.time(),
          group.sums().jobs(),
          group.sums().attempts(),
          group.sums().inputTokens(),
          group.sums().outputTokens(),
          group.sums().withoutUsage(),
          withCost ? group.sums().cost() : null,
          withCost ? group.sums().withoutPrice() : null,
          TimesView.of(group.waited()),
          TimesView.of(group.ran()));
    }
  }

  /** How long jobs took, as clients see it. */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.ALWAYS)
  @Schema(
      name = "UsageTimes",
      description =
          "Seconds, estimated from counts in buckets, each of which ends 1.41 times later than the"
              + " one before; null if there is no job.",
      requiredProperties = {"p50", "p95"})
  record TimesView(
      @Schema(nullable = true, description = "The median.", examples = "1.2") @Nullable Double p50,
      @Schema(nullable = true, description = "95 % took no longer.", examples = "8.4")
          @Nullable Double p95) {

    static TimesView of(Times times) {
      return new TimesView(rounded(times.median()), rounded(times.p95()));
    }

    /** To milliseconds. */
    private static @Nullable Double rounded(OptionalDouble seconds) {
      return seconds.isEmpty() ? null : Math.round(seconds.getAsDouble() * 1000) / 1000.0;
    }
  }
}
