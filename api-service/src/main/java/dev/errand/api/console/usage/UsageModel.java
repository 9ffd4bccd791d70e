package dev.errand.api.console.usage;

import dev.errand.api.console.jobs.JobQuery;
import dev.errand.api.console.page.Formats;
import dev.errand.api.console.page.Moment;
import dev.errand.api.console.usage.UsageCharts.Charts;
import dev.errand.job.JobState;
import dev.errand.store.usage.Dimension;
import dev.errand.store.usage.Usage;
import dev.errand.store.usage.Usage.Group;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Usage in groups.
 *
 * @param names of what it is grouped by
 * @param more whether there are more groups than these
 * @param currency of costs; null if no price is configured
 * @param by what it can be grouped by
 * @param since the times that can be chosen
 * @param command that prints the same
 */
public record UsageModel(
    Charts charts,
    List<String> names,
    List<Row> rows,
    boolean more,
    @Nullable String currency,
    Moment from,
    List<Choice> by,
    List<Choice> since,
    String command) {

  /** Maximum number of groups, so that the page stays small. */
  static final int SHOWN = 100;

  /** Something that can be chosen. */
  public record Choice(String title, String path, boolean current) {}

  /**
   * A group.
   *
   * @param names of its jobs, for what it is grouped by
   * @param failed how many of them, with their share
   * @param share its tokens of all, in percent
   * @param unpriced jobs of which some tokens have no price
   * @param unknown jobs whose tokens no provider reported
   */
  public record Row(
      List<String> names,
      String jobs,
      String failed,
      String input,
      String output,
      int share,
      String cost,
      String unpriced,
      String unknown,
      String waited,
      String ran) {

    static Row of(Group group, Set<Dimension> by, long failed, long allTokens) {
      return new Row(
          values(group, by),
          Formats.number(group.sums().jobs()),
          failed == 0 ? "0" : "%s (%s)".formatted(Formats.number(failed), share(failed, group)),
          Formats.number(group.sums().inputTokens()),
          Formats.number(group.sums().outputTokens()),
          Formats.percent(tokens(group), allTokens),
          Formats.money(group.sums().cost()),
          Formats.number(group.sums().withoutPrice()),
          Formats.number(group.sums().withoutUsage()),
          time(group.waited().p95()),
          time(group.ran().p95()));
    }

    private static String share(long failed, Group group) {
      int percent = Formats.percent(failed, group.sums().jobs());
      return percent == 0 ? "< 1 %" : percent + " %";
    }

    private static String time(OptionalDouble seconds) {
      return seconds.isPresent()
          ? Formats.duration(Duration.ofMillis(Math.round(seconds.getAsDouble() * 1000)))
          : Formats.NONE;
    }
  }

  static UsageModel of(
      Charts charts,
      Optional<String> currency,
      JobQuery query,
      Set<Dimension> by,
      Usage groups,
      Usage failures,
      Instant now) {
    Map<List<String>, Long> failed = new HashMap<>();
    failures.groups().stream()
        .filter(group -> JobState.FAILED.text().equals(group.outcome()))
        .forEach(group -> failed.merge(values(group, by), group.sums().jobs(), Long::sum));
    long tokens = groups.groups().stream().mapToLong(UsageModel::tokens).sum();
    return new UsageModel(
        charts,
        by.stream().sorted().map(Dimension::text).toList(),
        groups.groups().stream()
            .limit(SHOWN)
            .map(group -> Row.of(group, by, failed.getOrDefault(values(group, by), 0L), tokens))
            .toList(),
        groups.more() || groups.groups().size() > SHOWN,
        currency.orElse(null),
        Moment.of(groups.from()),
        choices(query, by),
        List.of(
            since("last 24 h", query, now, 24),
            since("last 7 days", query, now, 24 * 7),
            since("last 30 days", query, now, 24 * 30)),
        command(by, groups.from()));
  }

  private static List<Choice> choices(JobQuery query, Set<Dimension> by) {
    return List.of(Dimension.TENANT, Dimension.KEY, Dimension.LANE, Dimension.MODEL).stream()
        .map(it -> new Choice(it.text(), path(query, "by", it.text()), by.equals(Set.of(it))))
        .toList();
  }

  private static Choice since(String title, JobQuery query, Instant now, long hours) {
    String from = now.truncatedTo(ChronoUnit.HOURS).minus(hours, ChronoUnit.HOURS).toString();
    return new Choice(
        title,
        path(query, "after", from),
        query.parameters().getOrDefault("after", List.of()).equals(List.of(from)));
  }

  private static String path(JobQuery query, String name, String value) {
    Map<String, List<String>> changed = new LinkedHashMap<>(query.parameters());
    changed.put(name, List.of(value));
    return new JobQuery(changed).path("/ui/usage");
  }

  private static String command(Set<Dimension> by, Instant from) {
    return "errand usage --since %s --by %s -o csv"
        .formatted(from, String.join(",", by.stream().sorted().map(Dimension::text).toList()));
  }

  private static long tokens(Group group) {
    return group.sums().inputTokens() + group.sums().outputTokens();
  }

  private static List<String> values(Group group, Set<Dimension> by) {
    return by.stream().sorted().map(it -> named(value(group, it))).toList();
  }

  private static String named(@Nullable Object value) {
    String text = Objects.toString(value, "");
    return text.isEmpty() ? Formats.NONE : text;
  }

  private static @Nullable Object value(Group group, Dimension dimension) {
    return switch (dimension) {
      case TENANT -> group.tenant();
      case KEY -> group.key();
      case LANE -> group.lane();
      case MODEL -> group.model();
      case OUTCOME -> group.outcome();
      case HOUR, DAY -> group.time();
    };
  }
}
