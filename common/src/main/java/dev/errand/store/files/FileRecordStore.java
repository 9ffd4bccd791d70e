package dev.errand.store.files;

import dev.errand.database.Database;
import dev.errand.database.Rows;
import dev.errand.tenant.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.Types;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * Begins, completes and deletes files. Each move is one statement; an upload that was deleted in
 * the meantime moves no more.
 */
@ApplicationScoped
public class FileRecordStore {

  static final String BEGIN = "insert into file (content, tenant, store) values (?, ?, ?)";

  static final String PROGRESS =
      """
      update file set bytes = ?, active_at = now()
      where content = ? and tenant = ? and id is null and deleted_at is null
      """;

  static final String COMPLETE =
      """
      update file
      set id = ?, purpose = ?, filename = ?, bytes = ?, active_at = now(), created_at = now(),
        expires_at = now() + ? * interval '1 s'
      where content = ? and tenant = ? and id is null and deleted_at is null
      returning <columns>
      """
          .replace("<columns>", StoredFile.COLUMNS);

  static final String ABANDON =
      """
      update file set deleted_at = now()
      where content = ? and tenant = ? and id is null and deleted_at is null
      """;

  static final String DELETE =
      """
      with known as materialized (
        select id,
          exists (select from batch where input_file = file.id and ended_at is null) as used
        from file
        where id = ? and tenant = ? and deleted_at is null
          and (expires_at is null or expires_at > now())
        for no key update
      ), gone as (
        update file set deleted_at = now()
        where id = (select id from known where not used)
        returning id
      ), audited as (
        insert into audit (id, at, tenant, who, what, which, origin, details)
        select gen_random_uuid(), now(), ?, ?, 'file.delete', ?, ?, '{}'::jsonb
        from gone
      )
      select used from known
      """;

  static final String KEPT = "select 1 from file where content = ? and deleted_at is null";

  /** What became of a request to delete a file. */
  public enum Deletion {
    DELETED,
    /** A batch that has not ended reads it. */
    IN_USE,
    /** There is no such file. */
    UNKNOWN
  }

  private final Database database;

  @Inject
  public FileRecordStore(Database database) {
    this.database = database;
  }

  /**
   * Begins an upload; returns the key for its bytes in the {@link FileStore}.
   *
   * @param store the name of the one that they go to
   */
  public UUID begin(Caller caller, String store) {
    UUID content = UUID.randomUUID();
    database.statement(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(BEGIN)) {
            statement.setObject(1, content);
            statement.setString(2, caller.tenant());
            statement.setString(3, store);
            return statement.executeUpdate();
          }
        });
    return content;
  }

  /**
   * Records that an upload goes on. Without this, it is given up after a while.
   *
   * @param bytes as many have arrived
   * @return false if it was given up
   */
  public boolean progress(Caller caller, UUID content, long bytes) {
    return database.statement(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(PROGRESS)) {
            statement.setLong(1, bytes);
            statement.setObject(2, content);
            statement.setString(3, caller.tenant());
            return statement.executeUpdate() == 1;
          }
        });
  }

  /** Whether an upload or a file is still wanted; otherwise it was given up or deleted. */
  public boolean isKept(UUID content) {
    return database.read(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(KEPT)) {
            statement.setObject(1, content);
            return Rows.first(statement, _ -> true).orElse(false);
          }
        });
  }

  /** Makes a completed upload a file; empty if it was given up. */
  public Optional<StoredFile> complete(Caller caller, UUID content, NewFile file) {
    return database.statement(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(COMPLETE)) {
            statement.setObject(1, file.id());
            statement.setString(2, file.purpose());
            statement.setString(3, file.filename());
            statement.setLong(4, file.bytes());
            statement.setObject(
                5, file.expiresAfter().map(Duration::toSeconds).orElse(null), Types.BIGINT);
            statement.setObject(6, content);
            statement.setString(7, caller.tenant());
            return Rows.first(statement, StoredFile::of);
          }
        });
  }

  /** Gives up an upload: what was stored of it is erased. */
  public void abandon(Caller caller, UUID content) {
    database.statement(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(ABANDON)) {
            statement.setObject(1, content);
            statement.setString(2, caller.tenant());
            return statement.executeUpdate();
          }
        });
  }

  /**
   * Deletes a file: it is gone at once, and its bytes are erased soon. The audit log records who
   * did it, and nothing of the file but its id. A batch that is created at the same moment may not
   * be seen; it goes on, because its input is not erased before it has ended.
   *
   * @param origin the address that the request came from
   */
  public Deletion delete(Caller caller, String origin, UUID id) {
    return database.statement(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(DELETE)) {
            statement.setObject(1, id);
            statement.setString(2, caller.tenant());
            statement.setString(3, caller.tenant());
            statement.setString(4, caller.name());
            statement.setString(5, FileId.text(id));
            statement.setString(6, origin);
            return Rows.first(statement, row -> row.getBoolean(1))
                .map(used -> used ? Deletion.IN_USE : Deletion.DELETED)
                .orElse(Deletion.UNKNOWN);
          }
        });
  }
}
