package dev.errand.api.console.page;

import java.util.Collections;
import java.util.List;

/**
 * A small picture of numbers over time: an area, drawn as SVG by the service.
 *
 * @param name what it is of
 * @param label what the picture shows, for those who can't see it
 * @param top the highest number, in words
 * @param path the area's outline, as SVG writes it
 */
public record Area(String name, String label, String top, String path) {

  private static final int WIDTH = 1000;
  private static final int HEIGHT = 100;

  /**
   * Draws an area.
   *
   * @param label what it shows
   * @param values at least one, in the order of time
   * @param exact whether the values are exact; if not, they may be higher
   */
  public static Area of(String name, String label, List<Long> values, boolean exact) {
    long top = Collections.max(values);
    String words = Formats.upTo(top, !exact);
    return new Area(
        name, "%s; at most %s".formatted(label, words), words, path(values, Math.max(1, top)));
  }

  /** Steps from left to right, and back on the ground. */
  private static String path(List<Long> values, long top) {
    StringBuilder path = new StringBuilder("M0 " + HEIGHT);
    for (int i = 0; i < values.size(); i++) {
      path.append("V%dH%d".formatted(y(values.get(i), top), (i + 1) * WIDTH / values.size()));
    }
    return path.append("V%dZ".formatted(HEIGHT)).toString();
  }

  /** What is there is seen, however little it is. */
  private static int y(long value, long top) {
    return value == 0
        ? HEIGHT
        : HEIGHT - (int) Math.max(1, Math.round((double) HEIGHT * value / top));
  }
}
