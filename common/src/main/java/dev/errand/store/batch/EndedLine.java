package dev.errand.store.batch;

import dev.errand.job.JobState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A line of a batch whose job has ended.
 *
 * @param number its number within the batch
 * @param httpStatus the provider's; null if there was none
 * @param errorType null unless it failed
 * @param errorMessage null unless it failed
 * @param errorBody the provider's error as sent; null if it sent none that can be passed on
 * @param body the provider's JSON; null unless it succeeded
 */
public record EndedLine(
    int number,
    UUID job,
    String customId,
    JobState state,
    @Nullable Integer httpStatus,
    @Nullable String errorType,
    @Nullable String errorMessage,
    @Nullable String errorBody,
    byte @Nullable [] body) {

  /**
   * The columns of {@link #of}, of a request {@code r}, its job {@code j} and its result {@code s}.
   */
  static final String COLUMNS =
      """
      r.line, r.job_id, r.custom_id, j.state, s.http_status, s.error_type, s.error_message,
        s.error_body, s.body,
        coalesce(octet_length(s.body), octet_length(s.error_body), octet_length(s.error_message), 0)
          as size\
      """;

  static EndedLine of(ResultSet row) throws SQLException {
    return new EndedLine(
        row.getInt("line"),
        row.getObject("job_id", UUID.class),
        row.getString("custom_id"),
        JobState.of(row.getString("state")).orElseThrow(),
        row.getObject("http_status", Integer.class),
        row.getString("error_type"),
        row.getString("error_message"),
        row.getString("error_body"),
        row.getBytes("body"));
  }
}
