package dev.errand.telemetry;

/** The kind of a metric. */
public enum MetricKind {
  /** How often something has happened, or for how many items. */
  COUNTER,
  /** A current value. */
  GAUGE,
  /** Amounts, as a histogram. */
  SUMMARY,
  /** How often something has happened, and how long it took, as a histogram. */
  TIMER
}
