package dev.errand.cli.output;

/** The form of a list. */
public enum Format {
  /** For people: aligned columns. */
  TABLE,
  /** What the service sent, byte for byte. */
  JSON,
  /** One JSON object in each line. */
  NDJSON,
  CSV,
  /** The ids alone. */
  ID
}
