package dev.errand.store.files;

import dev.errand.database.Database;
import dev.errand.database.Rows;
import dev.errand.tenant.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The parts of uploads. A part is a file that is never complete; its id is the key of its bytes.
 */
@ApplicationScoped
public class UploadPartStore {

  /** The lock keeps the upload from ending at the same moment. */
  static final String BEGIN =
      """
      insert into file (content, tenant, upload, store)
      select ?, tenant, id, store from upload
      where id = ? and tenant = ? and state = 'pending' and expires_at > now()
      for share
      """;

  static final String COMPLETE =
      """
      update file set bytes = ?, active_at = now(), created_at = now()
      where content = ? and tenant = ? and id is null and upload is not null
        and deleted_at is null
      returning created_at
      """;

  static final String LIST =
      """
      select content, bytes from file
      where upload = ? and tenant = ? and created_at is not null
        and id is null and upload is not null and deleted_at is null
      """;

  private final Database database;

  @Inject
  public UploadPartStore(Database database) {
    this.database = database;
  }

  /** Begins a part of a pending upload; empty if there is none. */
  public Optional<UUID> begin(Caller caller, UUID upload) {
    UUID part = UUID.randomUUID();
    return database.statement(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(BEGIN)) {
            statement.setObject(1, part);
            statement.setObject(2, upload);
            statement.setString(3, caller.tenant());
            return statement.executeUpdate() == 1 ? Optional.of(part) : Optional.empty();
          }
        });
  }

  /** Completes a part; returns when that was, or empty if its upload has ended. */
  public Optional<Instant> complete(Caller caller, UUID part, long bytes) {
    return database.statement(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(COMPLETE)) {
            statement.setLong(1, bytes);
            statement.setObject(2, part);
            statement.setString(3, caller.tenant());
            return Rows.first(statement, row -> Rows.instant(row, "created_at"));
          }
        });
  }

  /** The complete parts of an upload, with the number of their bytes. */
  public Map<UUID, Long> list(Caller caller, UUID upload) {
    return database.read(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(LIST)) {
            statement.setObject(1, upload);
            statement.setString(2, caller.tenant());
            Map<UUID, Long> parts = new LinkedHashMap<>();
            Rows.all(statement, row -> parts.put(row.getObject(1, UUID.class), row.getLong(2)));
            return parts;
          }
        });
  }
}
