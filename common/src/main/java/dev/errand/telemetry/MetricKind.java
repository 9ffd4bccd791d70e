package dev.errand.telemetry;

/** What a metric measures. */
public enum MetricKind {
  /** How often something has happened, or to how many. */
  COUNTER,
  /** What is so now. */
  GAUGE,
  /** How often something has happened, and how long it took. */
  TIMER
}
