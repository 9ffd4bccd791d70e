package dev.errand.store.batch;

import java.util.Locale;

/** The two files of a batch: every ended line is in exactly one of them. */
public enum Part {
  /** The lines whose job succeeded. */
  OUTPUT("j.state = 'succeeded'"),
  /** The lines whose job ended otherwise. */
  ERROR("j.state in ('failed', 'cancelled', 'expired')");

  /** A condition on the job {@code j}. */
  private final String condition;

  Part(String condition) {
    this.condition = condition;
  }

  /** The name in the table of files. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The part with this {@link #text()}. */
  public static Part of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }

  /** A statement of this part's jobs. */
  String in(String sql) {
    return sql.replace("<part>", condition);
  }
}
