package dev.errand.store.depth;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The statements that read the depth of lanes. */
final class DepthStatement {

  /** A recorded minute without a row had no jobs. Others say nothing. */
  private static final String POINTS =
      """
      with summed as (
        select minute, sum(scheduled) as scheduled, sum(queued) as queued, sum(running) as running,
          bool_and(exact) as exact
        from lane_depth
        where <conditions>
        group by minute
      )
      select date_bin('<step>', m.minute, timestamptz 'epoch') as time,
        coalesce(max(s.scheduled), 0) as scheduled, coalesce(max(s.queued), 0) as queued,
        coalesce(max(s.running), 0) as running, coalesce(bool_and(s.exact), true) as exact
      from depth_minute m left join summed s on s.minute = m.minute
      where m.minute >= ? and m.minute < ?
      group by 1
      order by 1
      """;

  private static final String LANES =
      """
      with summed as (
        select lane, minute, sum(queued) as queued, bool_and(exact) as exact
        from lane_depth
        where <conditions>
        group by lane, minute
      )
      select lane, date_bin('<step>', minute, timestamptz 'epoch') as time,
        max(queued) as queued, bool_and(exact) as exact
      from summed
      group by 1, 2
      order by 1, 2
      """;

  /** Whatever lanes they are of: that bounds what is looked at. */
  private static final String CUT =
      """
      select minute from lane_depth
      where <conditions>
      order by minute desc
      offset <rows> limit 1
      """;

  private final DepthFilter filter;

  DepthStatement(DepthFilter filter) {
    this.filter = filter;
  }

  /** The points, whose parameters are {@link #all}. */
  String points() {
    return where(POINTS, conditions());
  }

  List<Object> all() {
    return Stream.concat(parameters().stream(), times().stream()).toList();
  }

  /** The points of each lane, whose parameters are {@link #parameters}. */
  String lanes() {
    return where(LANES, conditions());
  }

  List<Object> parameters() {
    List<Object> parameters = new ArrayList<>(ofAnyLane());
    filter.lane().ifPresent(parameters::add);
    return parameters;
  }

  /** The minute of the row after so many, from the newest on; its parameters: ofAnyLane. */
  String cut(int rows) {
    return where(CUT, conditionsOfAnyLane()).replace("<rows>", String.valueOf(rows));
  }

  List<Object> ofAnyLane() {
    List<Object> parameters = new ArrayList<>();
    filter.tenant().ifPresent(parameters::add);
    parameters.addAll(times());
    return parameters;
  }

  private List<Object> times() {
    return Stream.of(filter.from(), filter.to())
        .<Object>map(time -> time.atOffset(ZoneOffset.UTC))
        .toList();
  }

  private List<String> conditions() {
    List<String> conditions = new ArrayList<>(conditionsOfAnyLane());
    filter.lane().ifPresent(_ -> conditions.add("lane = ?"));
    return conditions;
  }

  private List<String> conditionsOfAnyLane() {
    List<String> conditions = new ArrayList<>();
    filter.tenant().ifPresent(_ -> conditions.add("tenant = ?"));
    conditions.add("minute >= ?");
    conditions.add("minute < ?");
    return conditions;
  }

  private String where(String sql, List<String> conditions) {
    return sql.replace("<conditions>", String.join(" and ", conditions))
        .replace("<step>", filter.step().toMinutes() + " min");
  }
}
