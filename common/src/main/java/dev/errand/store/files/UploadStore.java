package dev.errand.store.files;

import dev.errand.database.Database;
import dev.errand.database.Rows;
import dev.errand.tenant.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.Types;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Begins, completes and cancels uploads in parts. Each move is one statement. */
@ApplicationScoped
public class UploadStore {

  /** An upload of the caller that has not expired. */
  private static final String OF_CALLER = "id = ? and tenant = ? and expires_at > now()";

  static final String CREATE =
      """
      insert into upload (id, tenant, store, bytes, filename, purpose, expires_after, expires_at)
      values (?, ?, ?, ?, ?, ?, ?, now() + ? * interval '1 ms')
      returning <columns>
      """
          .replace("<columns>", PartedUpload.COLUMNS);

  static final String FIND =
      "select <columns> from upload where <of caller>"
          .replace("<columns>", PartedUpload.COLUMNS)
          .replace("<of caller>", OF_CALLER);

  /**
   * The parts are fixed with the first statement that joins them: if that is interrupted, some of
   * them have been moved.
   */
  static final String JOIN =
      """
      with joined as (
        update upload set state = 'completing', parts = ?
        where <of caller> and (state = 'pending' or state = 'completing' and parts = ?)
        returning id, tenant, store
      ), made as (
        insert into file (content, tenant, upload, store)
        select id, tenant, id, store from joined
        on conflict do nothing
      )
      select count(*) from joined
      """
          .replace("<of caller>", OF_CALLER);

  /** What is left of an upload that has ended is deleted: its parts, and those not used. */
  static final String COMPLETE =
      """
      with ended as (
        update upload set state = 'completed'
        where <of caller> and state = 'completing'
        returning id, bytes, filename, purpose, expires_after
      ), unused as (
        update file set deleted_at = now()
        where upload = (select id from ended) and content <> upload
          and id is null and upload is not null and deleted_at is null
      )
      update file f
      set id = ?, purpose = ended.purpose, filename = ended.filename, bytes = ended.bytes,
        active_at = now(), created_at = now(),
        expires_at = now() + ended.expires_after * interval '1 s'
      from ended
      where f.content = (select id from ended) and f.id is null and f.deleted_at is null
      returning <columns>
      """
          .replace("<of caller>", OF_CALLER)
          .replace("<columns>", StoredFile.columnsOf("f"));

  static final String CANCEL =
      """
      with ended as (
        update upload set state = 'cancelled'
        where <of caller> and state in ('pending', 'completing')
        returning <columns>
      ), unused as (
        update file set deleted_at = now()
        where upload = (select id from ended)
          and id is null and upload is not null and deleted_at is null
      )
      select <columns> from ended
      """
          .replace("<columns>", PartedUpload.COLUMNS)
          .replace("<of caller>", OF_CALLER);

  private final Database database;

  @Inject
  public UploadStore(Database database) {
    this.database = database;
  }

  /**
   * Begins an upload.
   *
   * @param store the name of the one that all its bytes go to
   * @param lifetime after which what has not been completed is erased
   */
  public PartedUpload create(Caller caller, NewUpload upload, String store, Duration lifetime) {
    return database.statement(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(CREATE)) {
            statement.setObject(1, UUID.randomUUID());
            statement.setString(2, caller.tenant());
            statement.setString(3, store);
            statement.setLong(4, upload.bytes());
            statement.setString(5, upload.filename());
            statement.setString(6, upload.purpose());
            statement.setObject(
                7, upload.expiresAfter().map(Duration::toSeconds).orElse(null), Types.BIGINT);
            statement.setLong(8, lifetime.toMillis());
            return Rows.first(statement, PartedUpload::of).orElseThrow();
          }
        });
  }

  /** An upload, unless it has expired. */
  public Optional<PartedUpload> find(Caller caller, UUID id) {
    return database.read(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            statement.setObject(1, id);
            statement.setString(2, caller.tenant());
            return Rows.first(statement, PartedUpload::of);
          }
        });
  }

  /**
   * Begins to join the parts of an upload, or goes on with the same parts.
   *
   * @return false if the upload is not pending, or other parts are being joined
   */
  public boolean join(Caller caller, UUID id, List<UUID> parts) {
    return database.statement(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(JOIN)) {
            var array = connection.createArrayOf("uuid", parts.toArray());
            statement.setArray(1, array);
            statement.setObject(2, id);
            statement.setString(3, caller.tenant());
            statement.setArray(4, array);
            return Rows.first(statement, row -> row.getInt(1) == 1).orElseThrow();
          }
        });
  }

  /**
   * Makes an upload whose parts have been joined a file.
   *
   * @param file its id, the newest one of its tenant
   * @return empty if the upload was cancelled, or has been completed already
   */
  public Optional<StoredFile> complete(Caller caller, UUID id, UUID file) {
    return database.statement(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(COMPLETE)) {
            statement.setObject(1, id);
            statement.setString(2, caller.tenant());
            statement.setObject(3, file);
            return Rows.first(statement, StoredFile::of);
          }
        });
  }

  /**
   * Cancels an upload: what was stored of it is erased.
   *
   * @return empty if it has ended already
   */
  public Optional<PartedUpload> cancel(Caller caller, UUID id) {
    return database.statement(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(CANCEL)) {
            statement.setObject(1, id);
            statement.setString(2, caller.tenant());
            return Rows.first(statement, PartedUpload::of);
          }
        });
  }
}
