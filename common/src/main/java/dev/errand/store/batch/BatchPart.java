package dev.errand.store.batch;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/** One of the two parts of a batch's ended lines, as the columns of a file name it. */
public record BatchPart(UUID batch, Part part) {

  /** The columns of {@link #of}. */
  public static final String COLUMNS = "batch, part";

  /** Empty if the file is not a view of a batch. */
  public static Optional<BatchPart> of(ResultSet row) throws SQLException {
    UUID batch = row.getObject("batch", UUID.class);
    return batch == null
        ? Optional.empty()
        : Optional.of(new BatchPart(batch, Part.of(row.getString("part"))));
  }
}
