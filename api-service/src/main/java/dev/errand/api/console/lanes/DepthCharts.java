package dev.errand.api.console.lanes;

import dev.errand.api.console.page.Bars;
import dev.errand.api.console.page.Bars.Kind;
import dev.errand.api.console.page.Bars.Slot;
import dev.errand.store.depth.Depth;
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
  private static final List<Kind> KINDS =
      List.of(new Kind("running", "running"), new Kind("queued", "backlog"));
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final DepthQueries depth;

  @Inject
  DepthCharts(DepthQueries depth) {
    this.depth = depth;
  }

  /** The jobs of all lanes that the caller may see, up to now. */
  public Bars draw(Caller caller, Instant now) {
    DepthFilter filter = DepthFilter.of(Optional.empty(), Optional.empty(), now.minus(SHOWN), now);
    Depth found = depth.find(caller, filter);
    Map<Instant, Point> points =
        found.points().stream().collect(Collectors.toMap(Point::time, Function.identity()));
    return Bars.of(
        "Running and queued jobs",
        KINDS,
        times(filter).map(time -> slot(time, points.get(time))).toList());
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
