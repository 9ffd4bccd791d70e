package dev.errand.api.console.page;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/**
 * A picture of values over time: stacked bars, drawn as SVG by the service, so that it needs no
 * script and no style of its own.
 *
 * @param label what the picture shows, for those who can't see it
 * @param top the largest bar's value, in words
 * @param from the first bar's time
 * @param to the last bar's time
 * @param kinds what the parts of bars are, from the bottom
 */
public record Bars(
    String label, String top, String from, String to, List<Kind> kinds, List<Bar> bars) {

  private static final int WIDTH = 1000;
  private static final int HEIGHT = 100;
  private static final double FILLED = 0.8;

  /**
   * What a part of each bar is.
   *
   * @param style the class that colours it
   */
  public record Kind(String name, String style) {}

  /** The values of one time, in the order of the kinds; none if they are not known. */
  public record Slot(String time, List<Long> values) {

    /** A time of which nothing is known. */
    public static Slot unknown(String time) {
      return new Slot(time, List.of());
    }

    private boolean known() {
      return !values.isEmpty();
    }

    long sum() {
      return values.stream().mapToLong(Long::longValue).sum();
    }
  }

  /**
   * A bar.
   *
   * @param title its values in words
   */
  public record Bar(String title, List<Part> parts) {}

  /** A rectangle, in units of the picture. */
  public record Part(String style, int x, int y, int width, int height) {}

  /**
   * Draws bars.
   *
   * @param label what they show
   * @param slots at least one, in the order of time
   */
  public static Bars of(String label, List<Kind> kinds, List<Slot> slots) {
    return of(label, kinds, slots, Formats::number);
  }

  /**
   * Draws bars.
   *
   * @param format how a value is written
   */
  public static Bars of(
      String label, List<Kind> kinds, List<Slot> slots, LongFunction<String> format) {
    long top = slots.stream().mapToLong(Slot::sum).max().orElse(0);
    List<Bar> bars = new ArrayList<>();
    for (int i = 0; i < slots.size(); i++) {
      bars.add(
          new Bar(title(kinds, slots.get(i), format), parts(kinds, slots, i, Math.max(1, top))));
    }
    return new Bars(
        "%s, from %s to %s; at most %s"
            .formatted(label, slots.getFirst().time(), slots.getLast().time(), format.apply(top)),
        format.apply(top),
        slots.getFirst().time(),
        slots.getLast().time(),
        List.copyOf(kinds),
        bars);
  }

  private static String title(List<Kind> kinds, Slot slot, LongFunction<String> format) {
    if (!slot.known()) {
      return slot.time() + ": not recorded";
    }
    List<String> words = new ArrayList<>();
    for (int i = 0; i < kinds.size(); i++) {
      words.add(format.apply(slot.values().get(i)) + " " + kinds.get(i).name());
    }
    return slot.time() + ": " + String.join(", ", words);
  }

  private static List<Part> parts(List<Kind> kinds, List<Slot> slots, int number, long top) {
    int left = number * WIDTH / slots.size();
    int width = Math.max(1, (int) (FILLED * WIDTH / slots.size()));
    List<Long> values = slots.get(number).values();
    List<Part> parts = new ArrayList<>();
    int floor = HEIGHT;
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i) > 0) {
        int height = height(values.get(i), top, kinds.size());
        floor -= height;
        parts.add(new Part(kinds.get(i).style(), left, floor, width, height));
      }
    }
    return parts;
  }

  /** What is there is seen, however little it is, and all parts of a bar have room. */
  private static int height(long value, long top, int parts) {
    return (int) Math.max(1, Math.round((double) (HEIGHT - parts) * value / top));
  }
}
