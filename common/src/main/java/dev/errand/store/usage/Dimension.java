package dev.errand.store.usage;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What usage can be grouped by. */
public enum Dimension {
  TENANT("tenant"),
  KEY("api_key"),
  LANE("lane"),
  MODEL("model"),
  /** The final state. */
  OUTCOME("outcome"),
  HOUR("hour"),
  /** In UTC. */
  DAY("date_trunc('day', hour, 'UTC')");

  private final String sql;

  Dimension(String sql) {
    this.sql = sql;
  }

  /** As in queries. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The dimension of this name; empty if there is none. */
  public static Optional<Dimension> of(String text) {
    return Arrays.stream(values()).filter(dimension -> dimension.text().equals(text)).findFirst();
  }

  /** Whether it is a time. */
  public boolean isTime() {
    return this == HOUR || this == DAY;
  }

  String sql() {
    return sql;
  }
}
