package dev.errand.store.batch;

import java.util.Locale;

/** The two files of a batch: every ended line is in exactly one of them. */
public enum Part {
  /** The lines whose job succeeded. */
  OUTPUT,
  /** The lines whose job ended otherwise. */
  ERROR;

  /**
   * The part that the line of the job {@code j} is in. Written so that no index of states fits it:
   * jobs are found by their id here.
   */
  private static final String OF_JOB =
      """
      case when j.state = 'succeeded' then 'output' when j.ended_at is not null then 'error' end\
      """;

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
    return sql.replace("<part>", "%s = '%s'".formatted(OF_JOB, text()));
  }
}
