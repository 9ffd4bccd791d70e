package dev.errand.api.console.page;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * A picture of durations over time: lines with a dot at each time, drawn as SVG by the service, so
 * that it needs no script and no style of its own. A line is broken where there is no value.
 *
 * @param label what the picture shows, for those who can't see it
 * @param top the longest duration, in words
 * @param from the first time
 * @param to the last time
 * @param kinds what the lines are
 */
public record Lines(
    String label,
    String top,
    String from,
    String to,
    List<Bars.Kind> kinds,
    List<Segment> segments,
    List<Dots> dots) {

  private static final int WIDTH = 1000;
  private static final int HEIGHT = 100;
  private static final int DOT_WIDTH = 8;
  private static final int DOT_HEIGHT = 4;

  /** The values of one time in seconds, in the order of the kinds; empty where there is none. */
  public record Slot(String time, List<OptionalDouble> seconds) {}

  /**
   * A part of a line.
   *
   * @param points its corners, as SVG writes them
   */
  public record Segment(String style, String points) {}

  /**
   * The dots of a time.
   *
   * @param title their values in words
   */
  public record Dots(String title, List<Bars.Part> parts) {}

  /**
   * Draws lines.
   *
   * @param label what they show
   * @param slots at least one, in the order of time
   */
  public static Lines of(String label, List<Bars.Kind> kinds, List<Slot> slots) {
    double top =
        slots.stream()
            .flatMap(slot -> slot.seconds().stream())
            .mapToDouble(seconds -> seconds.orElse(0))
            .max()
            .orElse(0);
    Scale scale = new Scale(slots.size(), top);
    String from = slots.getFirst().time();
    String to = slots.getLast().time();
    return new Lines(
        "%s, from %s to %s; at most %s".formatted(label, from, to, words(top)),
        words(top),
        from,
        to,
        List.copyOf(kinds),
        IntStream.range(0, kinds.size())
            .boxed()
            .flatMap(kind -> segments(kinds.get(kind).style(), kind, slots, scale).stream())
            .toList(),
        IntStream.range(0, slots.size())
            .filter(i -> slots.get(i).seconds().stream().anyMatch(OptionalDouble::isPresent))
            .mapToObj(i -> dots(kinds, slots.get(i), i, scale))
            .toList());
  }

  /** Where values are. */
  private record Scale(int slots, double top) {

    int x(int slot) {
      return (2 * slot + 1) * WIDTH / (2 * slots);
    }

    int y(double seconds) {
      int room = HEIGHT - DOT_HEIGHT;
      return HEIGHT - DOT_HEIGHT / 2 - (top == 0 ? 0 : (int) Math.round(room * seconds / top));
    }
  }

  private static List<Segment> segments(String style, int kind, List<Slot> slots, Scale scale) {
    List<Segment> segments = new ArrayList<>();
    List<String> points = new ArrayList<>();
    for (int i = 0; i <= slots.size(); i++) {
      OptionalDouble seconds =
          i < slots.size() ? slots.get(i).seconds().get(kind) : OptionalDouble.empty();
      if (seconds.isPresent()) {
        points.add(scale.x(i) + "," + scale.y(seconds.getAsDouble()));
      } else {
        if (points.size() > 1) {
          segments.add(new Segment(style, String.join(" ", points)));
        }
        points.clear();
      }
    }
    return segments;
  }

  private static Dots dots(List<Bars.Kind> kinds, Slot slot, int number, Scale scale) {
    List<String> words = new ArrayList<>();
    List<Bars.Part> parts = new ArrayList<>();
    for (int i = 0; i < kinds.size(); i++) {
      if (slot.seconds().get(i).isPresent()) {
        double seconds = slot.seconds().get(i).getAsDouble();
        words.add(kinds.get(i).name() + " " + words(seconds));
        parts.add(
            new Bars.Part(
                kinds.get(i).style(),
                scale.x(number) - DOT_WIDTH / 2,
                scale.y(seconds) - DOT_HEIGHT / 2,
                DOT_WIDTH,
                DOT_HEIGHT));
      }
    }
    return new Dots(slot.time() + ": " + String.join(", ", words), parts);
  }

  private static String words(double seconds) {
    return Formats.duration(Duration.ofMillis(Math.round(seconds * 1000)));
  }
}
