package dev.errand.bench.report;

import java.util.List;
import java.util.Locale;

/** The figures of several runs of one measurement. */
public record Runs(List<Double> figures) {

  public Runs {
    figures = figures.stream().sorted().toList();
    if (figures.isEmpty()) {
      throw new IllegalArgumentException("no runs");
    }
  }

  public double median() {
    return percentile(50);
  }

  double least() {
    return figures.getFirst();
  }

  public double most() {
    return figures.getLast();
  }

  /** The figure that {@code percent} of the figures do not exceed, interpolated linearly. */
  public double percentile(double percent) {
    double place = percent / 100 * (figures.size() - 1);
    int below = (int) place;
    int above = Math.min(below + 1, figures.size() - 1);
    return figures.get(below) + (place - below) * (figures.get(above) - figures.get(below));
  }

  /** The median with the range. */
  public String text(String format) {
    return String.format(
        Locale.ROOT, format + " (" + format + " to " + format + ")", median(), least(), most());
  }
}
