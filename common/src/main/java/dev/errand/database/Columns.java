package dev.errand.database;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Binds rows to a statement as one array parameter per column, for {@code unnest}. */
public final class Columns<T> {

  private final PreparedStatement statement;
  private final List<T> rows;
  private int index;

  public Columns(PreparedStatement statement, List<T> rows) {
    this(statement, rows, 1);
  }

  /** Starts at this parameter. */
  public Columns(PreparedStatement statement, List<T> rows, int first) {
    this.statement = statement;
    this.rows = rows;
    this.index = first - 1;
  }

  /** Binds the next parameter: an array of a Postgres type; values may be null. */
  public Columns<T> add(String type, Function<T, ? extends @Nullable Object> value)
      throws SQLException {
    Object[] values = rows.stream().map(value).toArray(n -> arrayOf(type, n));
    statement.setArray(++index, statement.getConnection().createArrayOf(type, values));
    return this;
  }

  /** The index of the first parameter after the columns. */
  public int next() {
    return index + 1;
  }

  private static Object[] arrayOf(String type, int length) {
    return type.equals("bytea") ? new byte[length][] : new Object[length];
  }
}
