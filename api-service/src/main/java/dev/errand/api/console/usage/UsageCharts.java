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
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Draws usage over time, by hour or, if that would be too many bars, by day. */
@ApplicationScoped
public class UsageCharts {

  private static final Duration BY_HOUR = Duration.ofHours(48);
  private static final int MOST = 400;
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

  /** The usage that matches, up to now. */
  public Charts draw(Caller caller, UsageFilter filter, Instant now) {
    Instant to = filter.to().orElse(now);
    boolean hourly = Duration.between(filter.from(), to).compareTo(BY_HOUR) <= 0;
    Dimension by = hourly ? Dimension.HOUR : Dimension.DAY;
    Usage found = usage.find(caller, filter, Set.of(by, Dimension.OUTCOME));
    ChronoUnit step = hourly ? ChronoUnit.HOURS : ChronoUnit.DAYS;
    List<Instant> times = times(filter.from(), to, step);
    DateTimeFormatter format = hourly ? HOUR : DAY;
    return new Charts(
        jobs(found, times, format),
        tokens(found, times, format),
        waited(found, times, format),
        prices.currency().map(in -> cost(in, found, times, format)).orElse(null));
  }

  /** The newest, if there are too many. */
  private static List<Instant> times(Instant from, Instant to, ChronoUnit step) {
    List<Instant> times = new ArrayList<>();
    Instant last = to.minusMillis(1).truncatedTo(step);
    for (Instant time = last;
        !time.isBefore(from.truncatedTo(step)) && times.size() < MOST;
        time = time.minus(1, step)) {
      times.addFirst(time);
    }
    return times.isEmpty() ? List.of(last) : times;
  }

  private static Bars jobs(Usage found, List<Instant> times, DateTimeFormatter format) {
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
            times,
            format,
            List.of(
                group -> jobs(group, JobState.SUCCEEDED),
                group -> jobs(group, JobState.FAILED),
                group -> jobs(group, JobState.CANCELLED) + jobs(group, JobState.EXPIRED))));
  }

  private static Bars tokens(Usage found, List<Instant> times, DateTimeFormatter format) {
    return Bars.of(
        "Tokens",
        List.of(new Kind("input tokens", "input"), new Kind("output tokens", "output")),
        slots(
            found,
            times,
            format,
            List.of(group -> group.sums().inputTokens(), group -> group.sums().outputTokens())));
  }

  private static Bars cost(
      String currency, Usage found, List<Instant> times, DateTimeFormatter format) {
    return Bars.of(
        "Cost in " + currency,
        List.of(new Kind(currency, "input")),
        slots(found, times, format, List.of(group -> billionths(group.sums().cost()))),
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
  private static Lines waited(Usage found, List<Instant> times, DateTimeFormatter format) {
    return Lines.of(
        "Waiting time",
        List.of(new Kind("p50", "input"), new Kind("p95", "output")),
        times.stream()
            .map(
                time -> {
                  Optional<Times> all = groups(found, time).map(Group::waited).reduce(Times::plus);
                  return new Lines.Slot(
                      format.format(time),
                      List.of(
                          all.map(Times::median).orElse(OptionalDouble.empty()),
                          all.map(Times::p95).orElse(OptionalDouble.empty())));
                })
            .toList());
  }

  private static Stream<Group> groups(Usage found, Instant time) {
    return found.groups().stream().filter(group -> Objects.equals(group.time(), time));
  }

  private static long jobs(Group group, JobState outcome) {
    return outcome.text().equals(group.outcome()) ? group.sums().jobs() : 0;
  }

  private static List<Slot> slots(
      Usage found,
      List<Instant> times,
      DateTimeFormatter format,
      List<ToLongFunction<Group>> kinds) {
    return times.stream()
        .map(
            time -> {
              List<Group> groups = groups(found, time).toList();
              return new Slot(
                  format.format(time),
                  kinds.stream().map(kind -> groups.stream().mapToLong(kind).sum()).toList());
            })
        .toList();
  }
}
