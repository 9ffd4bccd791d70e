package dev.errand.store.usage;

import static java.util.stream.Collectors.joining;

import dev.errand.database.Rows;
import dev.errand.store.TimeBuckets;
import dev.errand.store.usage.Usage.Group;
import dev.errand.store.usage.Usage.Sums;
import dev.errand.store.usage.Usage.Times;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The statements that sum usage in groups. */
final class UsageStatement {

  /**
   * Rows are in one of the tables at any moment, also while they are folded: both are read in one
   * snapshot.
   */
  private static final String GROUPS =
      """
      with used as (
        select tenant, hour, api_key, lane, model, outcome, jobs, attempts, input_tokens,
          output_tokens, without_usage, cost, without_price, waited, ran
        from usage_hour
        where <conditions>
        union all
        select tenant, hour, api_key, lane, model, outcome, jobs, attempts, input_tokens,
          output_tokens, without_usage, cost, without_price, <waited>, <ran>
        from usage_ending
        where <conditions>
      )
      select <dimensions>sum(jobs) as jobs, sum(attempts) as attempts,
        sum(input_tokens) as input_tokens, sum(output_tokens) as output_tokens,
        sum(without_usage) as without_usage, sum(cost) as cost,
        sum(without_price) as without_price, <all waited> as waited, <all ran> as ran
      from used
      <group by>
      having count(*) > 0
      order by <order>
      limit <limit>
      """
          .replace("<waited>", TimeBuckets.counts("waited"))
          .replace("<ran>", TimeBuckets.counts("ran"))
          .replace("<all waited>", TimeBuckets.sums("waited"))
          .replace("<all ran>", TimeBuckets.sums("ran"));

  private static final String CUT =
      """
      select hour from usage_hour
      where <conditions>
      order by hour desc
      offset <rows> limit 1
      """;

  private final List<Dimension> by;
  private final List<String> conditions = new ArrayList<>();
  private final List<Object> parameters = new ArrayList<>();

  UsageStatement(UsageFilter filter, Set<Dimension> by) {
    this.by = by.stream().sorted().toList();
    filter.tenant().ifPresent(tenant -> condition("tenant = ?", tenant));
    filter.key().ifPresent(key -> condition("api_key = ?", key));
    filter.lane().ifPresent(lane -> condition("lane = ?", lane));
    filter.model().ifPresent(model -> condition("model = ?", model));
    condition("hour >= ?", filter.from().atOffset(ZoneOffset.UTC));
    filter.to().ifPresent(to -> condition("hour < ?", to.atOffset(ZoneOffset.UTC)));
  }

  private void condition(String sql, Object parameter) {
    conditions.add(sql);
    parameters.add(parameter);
  }

  /** The parameters of one table. */
  List<Object> parameters() {
    return parameters;
  }

  /** The parameters of both tables. */
  List<Object> twice() {
    return Stream.concat(parameters.stream(), parameters.stream()).toList();
  }

  /** The hour of the row after so many, from the newest on. */
  String cut(int rows) {
    return where(CUT).replace("<rows>", String.valueOf(rows));
  }

  /** The groups. */
  String groups(int limit) {
    String columns =
        by.stream().map(each -> each.sql() + " as " + each.text() + ", ").collect(joining());
    String numbers = numbers(_ -> true, "").collect(joining(", "));
    String order =
        Stream.of(
                numbers(Dimension::isTime, " desc"),
                Stream.of("sum(input_tokens) + sum(output_tokens) desc", "sum(jobs) desc"),
                numbers(each -> !each.isTime(), ""))
            .flatMap(each -> each)
            .collect(joining(", "));
    return where(GROUPS)
        .replace("<dimensions>", columns)
        .replace("<group by>", by.isEmpty() ? "" : "group by " + numbers)
        .replace("<order>", order)
        .replace("<limit>", String.valueOf(limit));
  }

  /** The numbers of the columns of some dimensions. */
  private Stream<String> numbers(Predicate<Dimension> which, String suffix) {
    return IntStream.range(0, by.size())
        .filter(i -> which.test(by.get(i)))
        .mapToObj(i -> (i + 1) + suffix);
  }

  private String where(String statement) {
    return statement.replace("<conditions>", String.join(" and ", conditions));
  }

  /** The group in a row. */
  Group group(ResultSet row) throws SQLException {
    return new Group(
        text(row, Dimension.TENANT),
        text(row, Dimension.KEY),
        text(row, Dimension.LANE),
        text(row, Dimension.MODEL),
        text(row, Dimension.OUTCOME),
        time(row),
        new Sums(
            row.getLong("jobs"),
            row.getLong("attempts"),
            row.getLong("input_tokens"),
            row.getLong("output_tokens"),
            row.getLong("without_usage"),
            Rows.decimal(row, "cost"),
            row.getLong("without_price")),
        times(row, "waited"),
        times(row, "ran"));
  }

  private @Nullable String text(ResultSet row, Dimension dimension) throws SQLException {
    return by.contains(dimension) ? row.getString(dimension.text()) : null;
  }

  private @Nullable Instant time(ResultSet row) throws SQLException {
    Optional<Dimension> time = by.stream().filter(Dimension::isTime).findFirst();
    return time.isEmpty() ? null : Rows.instant(row, time.get().text());
  }

  private static Times times(ResultSet row, String column) throws SQLException {
    return new Times(List.of((Long[]) row.getArray(column).getArray()));
  }
}
