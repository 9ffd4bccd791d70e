package dev.errand.store.batch;

import dev.errand.job.Endpoint;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * A batch that has not ended, as those see it who work on it.
 *
 * @param apiKey the id of the recorded key that created it
 * @param input the content of its input file
 * @param stopped whether the lines that have not ended are being ended
 * @param isOver whether its window is over, by the database's clock
 * @param total its lines; empty until they are validated
 * @param planned how many of them are jobs
 * @param line the number of the last one of these in the input file, where blank lines count
 * @param position where in the input file the next one begins
 */
public record ActiveBatch(
    UUID id,
    String tenant,
    Optional<String> apiKey,
    Endpoint endpoint,
    UUID input,
    int priority,
    boolean stopped,
    boolean isOver,
    OptionalInt total,
    int planned,
    int line,
    long position) {

  /** The columns of {@link #of}. */
  static final String COLUMNS =
      """
      id, tenant, api_key, endpoint, input, priority, stop, expires_at <= now() as over,
        total, planned, line, position\
      """;

  static ActiveBatch of(ResultSet row) throws SQLException {
    int total = row.getInt("total");
    return new ActiveBatch(
        row.getObject("id", UUID.class),
        row.getString("tenant"),
        Optional.ofNullable(row.getString("api_key")),
        Endpoint.of(row.getString("endpoint")).orElseThrow(),
        row.getObject("input", UUID.class),
        row.getInt("priority"),
        row.getString("stop") != null,
        row.getBoolean("over"),
        total == 0 ? OptionalInt.empty() : OptionalInt.of(total),
        row.getInt("planned"),
        row.getInt("line"),
        row.getLong("position"));
  }

  /** Whether all lines are jobs. */
  public boolean isPlanned() {
    return total.isPresent() && planned == total.getAsInt();
  }
}
