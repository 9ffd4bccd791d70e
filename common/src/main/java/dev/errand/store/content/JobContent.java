package dev.errand.store.content;

import dev.errand.job.Usage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was submitted and answered, as far as it was asked for. Everything is null for a job that
 * has been deleted meanwhile.
 *
 * @param request the provider's request as stored
 * @param answer the provider's JSON; null unless the job succeeded
 * @param usage of the attempt that succeeded; null unless one did
 */
public record JobContent(
    byte @Nullable [] request, byte @Nullable [] answer, @Nullable Usage usage) {

  /** Nothing. */
  public static final JobContent NONE = new JobContent(null, null, null);

  /** What can be asked for. */
  public enum Part {
    REQUEST,
    ANSWER,
    USAGE
  }

  /** The columns of {@link #of}. */
  static String columns(Set<Part> parts) {
    return String.join(
        ", ",
        parts.contains(Part.REQUEST) ? "r.body as request" : "null::bytea as request",
        parts.contains(Part.ANSWER) ? "s.body as answer" : "null::bytea as answer",
        "a.input_tokens, a.output_tokens, a.total_tokens",
        "a.job_id is not null as has_usage");
  }

  static JobContent of(ResultSet row) throws SQLException {
    return new JobContent(
        row.getBytes("request"),
        row.getBytes("answer"),
        row.getBoolean("has_usage") ? usage(row) : null);
  }

  private static Usage usage(ResultSet row) throws SQLException {
    return new Usage(
        row.getObject("input_tokens", Long.class),
        row.getObject("output_tokens", Long.class),
        row.getObject("total_tokens", Long.class));
  }
}
