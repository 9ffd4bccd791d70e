package dev.errand.store.batch;

import dev.errand.database.Database;
import dev.errand.database.Rows;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * Reads the ended lines of batches. The id of a batch is found by queries for a caller only. What
 * is read at once is bounded, since an answer may have tens of MB: only their sizes are looked at
 * to find out how many there are room for.
 */
@ApplicationScoped
public class BatchLines {

  /** Before all lines. */
  public static final int START = -1;

  /** Maximum number of lines that are read at once. */
  static final int LINES = 500;

  /** The line that reaches this is the last one that is read at once. */
  static final int BYTES = 1024 * 1024;

  private static final String PAGE =
      """
      select * from (
        select ended.*, sum(size) over (order by line rows unbounded preceding) - size as before
        from (
          select <columns>
          from job_request r
            join job j on j.id = r.job_id
            left join job_result s on s.job_id = r.job_id
          where r.batch = ? and r.line > ? and <part>
          order by r.line
          limit <lines>) ended) page
      where before < <bytes>
      order by line
      """
          .replace("<columns>", EndedLine.COLUMNS)
          .replace("<lines>", String.valueOf(LINES))
          .replace("<bytes>", String.valueOf(BYTES));

  static final String OUTPUT = Part.OUTPUT.in(PAGE);
  static final String ERROR = Part.ERROR.in(PAGE);

  /** In the order of the numbers. */
  static final String NUMBERED =
      """
      select * from (
        select ended.*, sum(size) over (order by place rows unbounded preceding) - size as before
        from (
          select n.place, line.*
          from unnest(?::int[]) with ordinality n (number, place) cross join lateral (
            select <columns>
            from job_request r
              join job j on j.id = r.job_id
              left join job_result s on s.job_id = r.job_id
            where r.batch = ? and r.line = n.number and j.ended_at is not null) line) ended) page
      where before < <bytes>
      order by place
      """
          .replace("<columns>", EndedLine.COLUMNS)
          .replace("<bytes>", String.valueOf(BYTES));

  private final Database database;

  @Inject
  public BatchLines(Database database) {
    this.database = database;
  }

  /**
   * The first lines of a part behind a line, in the order of the input; empty if there are none.
   *
   * @param after the number of the last line of the page before, or {@link #START}
   */
  public List<EndedLine> page(UUID batch, Part part, int after) {
    return database.read(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(of(part))) {
            statement.setObject(1, batch);
            statement.setInt(2, after);
            return Rows.all(statement, EndedLine::of);
          }
        });
  }

  /**
   * The first of the lines with these numbers, in this order; those that have been erased are left
   * out. Empty if none of them is left.
   */
  public List<EndedLine> lines(UUID batch, int[] numbers) {
    List<EndedLine> found = List.of();
    for (int from = 0; from < numbers.length && found.isEmpty(); from += LINES) {
      int to = Math.min(from + LINES, numbers.length);
      found = numbered(batch, Arrays.stream(numbers, from, to).boxed().toArray());
    }
    return found;
  }

  private List<EndedLine> numbered(UUID batch, Object[] numbers) {
    return database.read(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(NUMBERED)) {
            statement.setArray(1, connection.createArrayOf("int4", numbers));
            statement.setObject(2, batch);
            return Rows.all(statement, EndedLine::of);
          }
        });
  }

  private static String of(Part part) {
    return switch (part) {
      case OUTPUT -> OUTPUT;
      case ERROR -> ERROR;
    };
  }
}
