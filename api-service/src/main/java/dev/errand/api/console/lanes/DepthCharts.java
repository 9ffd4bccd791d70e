package dev.errand.api.console.lanes;

import dev.errand.api.console.page.Area;
import dev.errand.api.console.page.Bars;
import dev.errand.api.console.page.Bars.Kind;
import dev.errand.api.console.page.Bars.Slot;
import dev.errand.store.depth.Depth;
import dev.errand.store.depth.Depth.LanePoint;
import dev.errand.store.depth.Depth.Point;
import dev.errand.store.depth.DepthFilter;
import dev.errand.store.depth.DepthQueries;
import dev.errand.tenant.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Draws how many jobs waited and ran in the last hours. */
@ApplicationScoped
public class DepthCharts {

  private static final Duration SHOWN = Duration.ofHours(6);
  private static final int MOST_LANES = 12;
  private static final List<Kind> KINDS =
      List.of(new Kind("running", "running"), new Kind("queued", "backlog"));
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final DepthQueries depth;

  @Inject
  DepthCharts(DepthQueries depth) {
    this.depth = depth;
  }

  /**
   * The queued jobs of lanes, by lane.
   *
   * @param from the first time
   * @param to the last time
   * @param lanes those with the most jobs, the longest queue first
   */
  public record Queues(String from, String to, List<Area> lanes) {}

  /** The jobs of all lanes that the caller may see, up to now. */
  public Bars draw(Caller caller, Instant now) {
    DepthFilter filter = shown(now);
    Depth found = depth.find(caller, filter);
    Map<Instant, Point> points =
        found.points().stream().collect(Collectors.toMap(Point::time, Function.identity()));
    return Bars.of(
        "Running and queued jobs",
        KINDS,
        times(filter).map(time -> slot(time, points.get(time))).toList());
  }

  /** The queued jobs that the caller may see, up to now. */
  Queues queues(Caller caller, Instant now) {
    DepthFilter filter = shown(now);
    List<Instant> times = times(filter).toList();
    return new Queues(
        TIME.format(times.getFirst()),
        TIME.format(times.getLast()),
        depth.lanes(caller, filter).stream()
            .collect(Collectors.groupingBy(LanePoint::lane))
            .values()
            .stream()
            .filter(lane -> longest(lane) > 0)
            .sorted(Comparator.comparingLong(DepthCharts::longest).reversed())
            .limit(MOST_LANES)
            .map(lane -> area(lane, times))
            .toList());
  }

  private static long longest(List<LanePoint> lane) {
    return lane.stream().mapToLong(LanePoint::queued).max().orElse(0);
  }

  private static Area area(List<LanePoint> lane, List<Instant> times) {
    String name = lane.getFirst().lane();
    Map<Instant, Long> queued =
        lane.stream().collect(Collectors.toMap(LanePoint::time, LanePoint::queued));
    return Area.of(
        name,
        "Queued jobs of lane %s, from %s to %s"
            .formatted(name, TIME.format(times.getFirst()), TIME.format(times.getLast())),
        times.stream().map(time -> queued.getOrDefault(time, 0L)).toList(),
        lane.stream().allMatch(LanePoint::exact));
  }

  private static DepthFilter shown(Instant now) {
    return DepthFilter.of(Optional.empty(), Optional.empty(), now.minus(SHOWN), now);
  }

  private static Stream<Instant> times(DepthFilter filter) {
    return Stream.iterate(
        filter.from(), time -> time.isBefore(filter.to()), time -> time.plus(filter.step()));
  }

  private static Slot slot(Instant time, @Nullable Point point) {
    String text = TIME.format(time);
    if (point == null) {
      return Slot.unknown(text);
    }
    return new Slot(
        point.exact() ? text : text + ", at least", List.of(point.running(), point.queued()));
  }
}
