package dev.errand.store.batch;

import dev.errand.database.Database;
import dev.errand.database.Rows;
import dev.errand.tenant.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * The order in which the lines of batches have ended. The id of a batch is found by queries for a
 * caller only.
 *
 * <p>A transaction may become visible after others that began later. Whoever has read those would
 * miss it, were the order that of the commits' ids. Therefore the order is that of the
 * transactions, and an ending is read only when all transactions before it are over: what becomes
 * readable later is always behind what was read. Once a batch has ended, all its endings can be
 * read.
 */
@ApplicationScoped
public class BatchEndings {

  /** An ending {@code e} can be read, given the batch's id. */
  private static final String READABLE =
      """
      (e.xid < pg_snapshot_xmin(pg_current_snapshot())
        or exists (select from batch where id = <batch> and ended_at is not null))\
      """;

  /**
   * Ordered by the columns of the page: {@code order by xid} would be that of the selected text.
   */
  static final String READ =
      """
      select page.xid::text, page.id, page.lines from (
        select found.*,
          sum(cardinality(lines)) over (order by xid, id rows unbounded preceding)
            - cardinality(lines) as before
        from (
          select e.xid, e.id, e.lines from batch_ending e
          where e.batch = ? and (e.xid, e.id) >= (?::xid8, ?) and <readable>
          order by e.xid, e.id
          limit ?) found) page
      where page.before < ?
      order by page.xid, page.id
      """
          .replace("<readable>", READABLE.replace("<batch>", "?"));

  /** The batch is compared so that no index serves it: that of lines would read all of them. */
  static final String PLACE =
      """
      select e.xid::text, e.id, array_position(e.lines, r.line)
      from job_request r join batch_ending e on e.batch = r.batch and r.line = any (e.lines)
      where r.job_id = ? and (r.batch = ?) is true
      """;

  static final String NEWEST =
      """
      select b.id, b.ended_at is not null, coalesce(newest.xid::text, '0'), coalesce(newest.id, 0)
      from unnest(?::uuid[]) as awaited (id)
        join batch b on b.id = awaited.id
        left join lateral (
          select e.xid, e.id from batch_ending e
          where e.batch = b.id and <readable>
          order by e.xid desc, e.id desc
          limit 1) newest on true
      """
          .replace("<readable>", READABLE.replace("<batch>", "b.id"));

  static final String PROGRESS =
      "select status, ended_at is not null from batch where id = ? and tenant = ?";

  private final Database database;

  @Inject
  public BatchEndings(Database database) {
    this.database = database;
  }

  /**
   * How far a batch is.
   *
   * @param status as clients see it
   * @param ended whether its lines have all ended
   */
  public record Progress(String status, boolean ended) {}

  /**
   * The newest of a batch's endings that can be read.
   *
   * @param ended whether the batch has ended: there will be no more
   */
  public record Newest(UUID batch, boolean ended, Place place) {}

  /**
   * Some of a batch's lines, in the order of their ends.
   *
   * @param lines their numbers
   * @param end the place behind the last one
   */
  public record Stretch(int[] lines, Place end) {

    /** Whether there was nothing to be read. */
    public boolean isEmpty() {
      return lines.length == 0;
    }
  }

  /** The lines of one ending. */
  private record Ending(Place start, int[] lines) {

    static Ending of(ResultSet row) throws SQLException {
      Integer[] lines = (Integer[]) row.getArray(3).getArray();
      return new Ending(
          new Place(Long.parseLong(row.getString(1)), row.getLong(2), 0),
          Arrays.stream(lines).mapToInt(Integer::intValue).toArray());
    }

    /** The place of the first line that is to be read. */
    Place first(Place after) {
      return start.isInLaterRowThan(after) ? start : after;
    }

    IntStream from(Place place) {
      return Arrays.stream(lines).skip(place.lines());
    }
  }

  /**
   * The lines that ended first behind a place.
   *
   * @param limit the most lines
   */
  public Stretch read(UUID batch, Place after, int limit) {
    IntStream.Builder lines = IntStream.builder();
    int count = 0;
    Place end = after;
    for (Ending ending : endings(batch, after, limit + after.lines())) {
      Place first = ending.first(after);
      int[] some = ending.from(first).limit(limit - count).toArray();
      Arrays.stream(some).forEach(lines);
      count += some.length;
      end = some.length == 0 ? end : first.plus(some.length);
    }
    return new Stretch(lines.build().toArray(), end);
  }

  /** How far a batch of the caller's tenant is; empty if there is none of this id. */
  public Optional<Progress> progress(Caller caller, UUID batch) {
    return database.read(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(PROGRESS)) {
            statement.setObject(1, batch);
            statement.setString(2, caller.tenant());
            return Rows.first(statement, row -> new Progress(row.getString(1), row.getBoolean(2)));
          }
        });
  }

  /** The place behind the line of a job; empty if the batch has no such line that has ended. */
  public Optional<Place> behind(UUID batch, UUID job) {
    return database.read(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(PLACE)) {
            statement.setObject(1, job);
            statement.setObject(2, batch);
            return Rows.first(statement, BatchEndings::place);
          }
        });
  }

  /** The newest endings of these batches; batches that no longer exist are left out. */
  public List<Newest> newest(Collection<UUID> batches) {
    return database.read(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(NEWEST)) {
            statement.setArray(1, connection.createArrayOf("uuid", batches.toArray()));
            return Rows.all(statement, BatchEndings::found);
          }
        });
  }

  /** Endings from that of a place on that have at least this many lines, if there are so many. */
  private List<Ending> endings(UUID batch, Place from, int lines) {
    return database.read(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(READ)) {
            statement.setObject(1, batch);
            statement.setString(2, Long.toString(from.transaction()));
            statement.setLong(3, from.ending());
            statement.setObject(4, batch);
            statement.setInt(5, lines);
            statement.setInt(6, lines);
            return Rows.all(statement, Ending::of);
          }
        });
  }

  private static Place place(ResultSet row) throws SQLException {
    return new Place(Long.parseLong(row.getString(1)), row.getLong(2), row.getInt(3));
  }

  private static Newest found(ResultSet row) throws SQLException {
    return new Newest(
        row.getObject(1, UUID.class),
        row.getBoolean(2),
        new Place(Long.parseLong(row.getString(3)), row.getLong(4), 0));
  }
}
