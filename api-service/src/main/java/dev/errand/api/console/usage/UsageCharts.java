package dev.errand.api.console.usage;

import dev.errand.api.console.page.Bars;
import dev.errand.api.console.page.Bars.Kind;
import dev.errand.api.console.page.Bars.Slot;
import dev.errand.api.console.page.Formats;
import dev.errand.api.console.page.Lines;
import dev.errand.job.JobState;
import dev.errand.price.Prices;
import dev.errand.store.usage.Dimension;
import dev.errand.store.usage.Usage;
import dev.errand.store.usage.Usage.Group;
import dev.errand.store.usage.Usage.Times;
import dev.errand.store.usage.UsageFilter;
import dev.errand.store.usage.UsageQueries;
import dev.errand.tenant.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Draws usage over time, in so few bars that its page stays small. */
@ApplicationScoped
public class UsageCharts {

  /** Two days, whenever in an hour they begin. */
  private static final Duration BY_HOUR = Duration.ofHours(49);

  /** Of bars by day. */
  private static final int MOST = 50;

  private static final int BILLIONTHS = 9;

  /** Several of them can be added. */
  private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE / 1000);

  private static final DateTimeFormatter HOUR = format("d MMM HH:mm");
  private static final DateTimeFormatter DAY = format("d MMM");

  private final UsageQueries usage;
  private final Prices prices;

  @Inject
  UsageCharts(UsageQueries usage, Prices prices) {
    this.usage = usage;
    this.prices = prices;
  }

  /**
   * Usage over time.
   *
   * @param jobs that ended, by outcome
   * @param waited how long they had waited
   * @param cost null if no price is configured
   */
  public record Charts(Bars jobs, Bars tokens, Lines waited, @Nullable Bars cost) {}

  private static DateTimeFormatter format(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
  }

  /**
   * The usage that matches.
   *
   * @param now to the minute, which is shown, too
   */
  public Charts draw(Caller caller, UsageFilter filter, Instant now) {
    Axis axis = Axis.of(filter.from(), filter.to().orElse(now.plus(1, ChronoUnit.MINUTES)));
    Usage found = usage.find(caller, filter, Set.of(axis.by(), Dimension.OUTCOME));
    return new Charts(
        jobs(found, axis),
        tokens(found, axis),
        waited(found, axis),
        prices.currency().map(in -> cost(in, found, axis)).orElse(null));
  }

  /**
   * The times of the bars.
   *
   * @param by hours or days
   * @param times when they begin
   * @param step how long each lasts
   */
  private record Axis(Dimension by, List<Instant> times, Duration step, DateTimeFormatter format) {

    /** Of hours or, where these would be too many, of days or several days each. */
    static Axis of(Instant from, Instant to) {
      boolean hourly = Duration.between(from, to).compareTo(BY_HOUR) <= 0;
      ChronoUnit unit = hourly ? ChronoUnit.HOURS : ChronoUnit.DAYS;
      Instant end = to.minusMillis(1).truncatedTo(unit).plus(1, unit);
      long units = Math.max(1, unit.between(from.truncatedTo(unit), end));
      Duration step = unit.getDuration().multipliedBy(hourly ? 1 : Math.ceilDiv(units, MOST));
      List<Instant> times = new ArrayList<>();
      Instant time = end;
      do {
        time = time.minus(step);
        times.addFirst(time);
      } while (time.isAfter(from));
      return new Axis(hourly ? Dimension.HOUR : Dimension.DAY, times, step, hourly ? HOUR : DAY);
    }

    /** What there is for each bar. */
    <T> List<T> slots(Usage found, BiFunction<String, List<Group>, T> slot) {
      return times.stream()
          .map(
              time ->
                  slot.apply(
                      format.format(time),
                      found.groups().stream().filter(group -> isOf(time, group)).toList()))
          .toList();
    }

    private boolean isOf(Instant begin, Group group) {
      Instant time = Objects.requireNonNull(group.time());
      return !time.isBefore(begin) && time.isBefore(begin.plus(step));
    }
  }

  private static Bars jobs(Usage found, Axis axis) {
    List<Kind> kinds =
        List.of(
            new Kind("succeeded", "succeeded"),
            new Kind("failed", "failed"),
            new Kind("cancelled or expired", "cancelled"));
    return Bars.of(
        "Jobs that ended",
        kinds,
        slots(
            found,
            axis,
            List.of(
                group -> jobs(group, JobState.SUCCEEDED),
                group -> jobs(group, JobState.FAILED),
                group -> jobs(group, JobState.CANCELLED) + jobs(group, JobState.EXPIRED))));
  }

  private static Bars tokens(Usage found, Axis axis) {
    return Bars.of(
        "Tokens",
        List.of(new Kind("input tokens", "input"), new Kind("output tokens", "output")),
        slots(
            found,
            axis,
            List.of(group -> group.sums().inputTokens(), group -> group.sums().outputTokens())));
  }

  private static Bars cost(String currency, Usage found, Axis axis) {
    return Bars.of(
        "Cost in " + currency,
        List.of(new Kind(currency, "input")),
        slots(found, axis, List.of(group -> billionths(group.sums().cost()))),
        billionths -> Formats.money(BigDecimal.valueOf(billionths, BILLIONTHS)));
  }

  /** Enough for a bar; what would be too large for it is cut. */
  private static long billionths(BigDecimal cost) {
    return cost.movePointRight(BILLIONTHS)
        .setScale(0, RoundingMode.HALF_UP)
        .min(LARGEST)
        .longValueExact();
  }

  /** Whatever their outcome. */
  private static Lines waited(Usage found, Axis axis) {
    return Lines.of(
        "Waiting time",
        List.of(new Kind("p50", "input"), new Kind("p95", "output")),
        axis.slots(
            found,
            (time, groups) -> {
              Optional<Times> all = groups.stream().map(Group::waited).reduce(Times::plus);
              return new Lines.Slot(
                  time,
                  List.of(
                      all.map(Times::median).orElse(OptionalDouble.empty()),
                      all.map(Times::p95).orElse(OptionalDouble.empty())));
            }));
  }

  private static long jobs(Group group, JobState outcome) {
    return outcome.text().equals(group.outcome()) ? group.sums().jobs() : 0;
  }

  private static List<Slot> slots(Usage found, Axis axis, List<ToLongFunction<Group>> kinds) {
    return axis.slots(
        found,
        (time, groups) ->
            new Slot(
                time, kinds.stream().map(kind -> groups.stream().mapToLong(kind).sum()).toList()));
  }
}
