package dev.errand.database;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/** Runs queries and maps their rows. */
public final class Rows {

  private Rows() {}

  /** Maps one row. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /**
   * A statement that Postgres plans for each execution, with the current parameters and index
   * sizes: for statements whose best index depends on them and that are not too frequent.
   */
  public static PreparedStatement plannedAnew(Connection connection, String sql)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    statement.unwrap(PGStatement.class).setPrepareThreshold(0);
    return statement;
  }

  /** Binds all parameters of a statement. */
  public static void bind(PreparedStatement statement, List<?> parameters) throws SQLException {
    for (int i = 0; i < parameters.size(); i++) {
      statement.setObject(i + 1, parameters.get(i));
    }
  }

  /** Runs a query and maps each of its rows. */
  public static <T> List<T> all(PreparedStatement query, Reader<T> reader) throws SQLException {
    return all(query.executeQuery(), reader);
  }

  /** Maps each of these rows. */
  public static <T> List<T> all(ResultSet rows, Reader<T> reader) throws SQLException {
    List<T> all = new ArrayList<>();
    while (rows.next()) {
      all.add(reader.read(rows));
    }
    return all;
  }

  /** Runs a query and maps its first row; empty if there is none. */
  public static <T> Optional<T> first(PreparedStatement query, Reader<T> reader)
      throws SQLException {
    ResultSet rows = query.executeQuery();
    return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
  }

  /** Returns the time in a column that is never null. */
  public static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  /** Null if the column is null. */
  public static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  /** Returns the exact number in a column that is never null, without zeros at its end. */
  public static BigDecimal decimal(ResultSet row, String column) throws SQLException {
    BigDecimal shortest = row.getBigDecimal(column).stripTrailingZeros();
    return shortest.setScale(Math.max(0, shortest.scale()));
  }

  /** Null if the column is null. */
  public static @Nullable BigDecimal decimalOrNull(ResultSet row, String column)
      throws SQLException {
    return row.getBigDecimal(column) == null ? null : decimal(row, column);
  }
}
