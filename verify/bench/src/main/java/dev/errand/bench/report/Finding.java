package dev.errand.bench.report;

import java.util.Locale;
import java.util.Map;

/**
 * One line of the report: a goal, and what was measured.
 *
 * @param id such as S1
 * @param goal in words
 * @param figure the measured figure, in words
 * @param baseline its baseline in the same run, in words; empty for none
 * @param ratio the figure relative to the goal's baseline; NaN for none
 * @param verdict whether the goal was reached
 * @param details numbers by name, for the results file
 */
public record Finding(
    String id,
    String goal,
    String figure,
    String baseline,
    double ratio,
    Verdict verdict,
    Map<String, Double> details) {

  /** The result for a goal. */
  public enum Verdict {
    MET,
    MISSED,
    /** There is no goal, only a table. */
    REPORTED;

    public static Verdict of(boolean met) {
      return met ? MET : MISSED;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Finding {
    details = Map.copyOf(details);
  }

  String shownRatio() {
    return Double.isNaN(ratio) ? "" : String.format(Locale.ROOT, "%.2f", ratio);
  }
}
