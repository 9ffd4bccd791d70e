package dev.errand.worker.run;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Labels of metrics whose values clients choose: the first few values, and one label for all
 * others.
 */
final class FirstLabels {

  /** Not a tenant's name, which begins with a letter or a digit, nor a usual model's. */
  static final String OTHER = "_other";

  private final int most;
  private final Map<String, String> labels = new ConcurrentHashMap<>();

  /**
   * Creates labels.
   *
   * @param most how many values have a label of their own
   */
  FirstLabels(int most) {
    this.most = most;
  }

  /** The value's label; always the same. */
  String of(String value) {
    String known = labels.get(value);
    return known == null ? first(value) : known;
  }

  private synchronized String first(String value) {
    // Values without a label of their own are not kept: there may be any number of them.
    return labels.size() < most ? labels.computeIfAbsent(value, it -> it) : OTHER;
  }
}
