package dev.errand.store.files;

import dev.errand.database.Database;
import dev.errand.database.Rows;
import dev.errand.store.batch.BatchPart;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The end of files: they are deleted, then their bytes are erased, then their rows. Each call is
 * one commit and skips rows that are locked by others, so it may be interrupted at any point, and
 * replicas share the work.
 */
@ApplicationScoped
public class FilePurgeStore {

  /** The lock of a row whose chunks are being written does not conflict with this one. */
  static final String GIVE_UP =
      """
      update file set deleted_at = now()
      where content = any (array(
        select content from file
        where id is null and upload is null and deleted_at is null and active_at < now() - ? * interval '1 ms'
        order by active_at
        limit ?
        for no key update skip locked))
      """;

  static final String EXPIRE =
      """
      update file set deleted_at = now()
      where content = any (array(
        select content from file
        where expires_at is not null and deleted_at is null and expires_at <= now()
        order by expires_at
        limit ?
        for no key update skip locked))
      """;

  /** A minute late, when no statement can still use an upload that had not expired. */
  static final String EXPIRE_UPLOADS =
      """
      with ended as (
        delete from upload
        where id = any (array(
          select id from upload
          where expires_at < now() - interval '1 min'
          order by expires_at
          limit ?
          for update skip locked))
        returning id
      ), unused as (
        update file set deleted_at = now()
        where upload = any (array(select id from ended))
          and id is null and upload is not null and deleted_at is null
      )
      select count(*) from ended
      """;

  /** A batch that has not ended reads its input, even if that has expired meanwhile. */
  static final String DELETED =
      """
      select content, batch, part from file f
      where store = ? and deleted_at is not null
      and not exists (select from batch where input_file = f.id and ended_at is null)
      order by deleted_at
      limit ?
      """;

  static final String FORGET =
      """
      delete from file f
      where f.content = ? and f.deleted_at is not null
      and (select start from file_chunk where file = f.content order by start limit 1) is null
      and not exists (
        select from job_request r join job j on j.id = r.job_id
        where r.batch = f.batch and (j.state = 'succeeded') = (f.part = 'output'))
      """;

  private final Database database;

  @Inject
  public FilePurgeStore(Database database) {
    this.database = database;
  }

  /**
   * Deletes uploads of which nothing has been recorded for a while: their service has died.
   *
   * @return how many
   */
  public int giveUp(Duration silence, int limit) {
    return database.bulk(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(GIVE_UP)) {
            statement.setLong(1, silence.toMillis());
            statement.setInt(2, limit);
            return statement.executeUpdate();
          }
        });
  }

  /** Deletes files that have expired; returns how many. */
  public int expire(int limit) {
    return database.bulk(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(EXPIRE)) {
            statement.setInt(1, limit);
            return statement.executeUpdate();
          }
        });
  }

  /** Removes uploads in parts that have expired, and deletes what has become no file; how many. */
  public int expireUploads(int limit) {
    return database.bulk(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(EXPIRE_UPLOADS)) {
            statement.setInt(1, limit);
            return Rows.first(statement, row -> row.getInt(1)).orElseThrow();
          }
        });
  }

  /**
   * A deleted file of which something may be stored.
   *
   * @param view the part of a batch that is to be erased with it; empty if it was uploaded
   */
  public record Deleted(UUID content, Optional<BatchPart> view) {}

  /**
   * Deleted files of which something may be in this store. Views of batches are in Postgres, with
   * their lines.
   */
  public List<Deleted> deleted(String store, int limit) {
    return database.read(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(DELETED)) {
            statement.setString(1, store);
            statement.setInt(2, limit);
            return Rows.all(
                statement, row -> new Deleted(row.getObject(1, UUID.class), BatchPart.of(row)));
          }
        });
  }

  /**
   * Removes the last trace of a deleted file whose bytes, or lines, are erased; returns whether it
   * did.
   */
  public boolean forget(UUID content) {
    return database.bulk(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(FORGET)) {
            statement.setObject(1, content);
            return statement.executeUpdate() == 1;
          }
        });
  }
}
