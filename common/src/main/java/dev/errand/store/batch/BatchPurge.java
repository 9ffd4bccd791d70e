package dev.errand.store.batch;

import dev.errand.database.Database;
import dev.errand.database.Rows;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * The end of batches: their files are deleted, their lines erased by {@link BatchPurgeStore}, and
 * their rows go last. Each call is one commit, so it may be interrupted at any point.
 */
@ApplicationScoped
public class BatchPurge {

  /** A tenant's own retention is shorter than the service's, or not set. */
  static final String OLD =
      """
      select b.id from batch b join tenant t on t.name = b.tenant
      where b.ended_at < now() - ? * interval '1 ms'
        or t.retention_seconds is not null and b.ended_at is not null
          and b.ended_at < now() - t.retention_seconds * interval '1 s'
        or t.deleted_at is not null
      limit ?
      """;

  static final String DELETE_FILES =
      "update file set deleted_at = now() where batch = ? and deleted_at is null";

  static final String FORGET =
      """
      delete from batch b
      where id = ?
        and (select line from job_request where batch = b.id order by line limit 1) is null
        and (select id from batch_ending where batch = b.id limit 1) is null
      """;

  private final Database database;

  @Inject
  public BatchPurge(Database database) {
    this.database = database;
  }

  /**
   * Batches that ended longer ago than {@code age}, or than their tenant's retention where that is
   * shorter, and those of deleted tenants.
   */
  public List<UUID> old(Duration age, int limit) {
    return database.read(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(OLD)) {
            statement.setLong(1, age.toMillis());
            statement.setInt(2, limit);
            return Rows.all(statement, row -> row.getObject(1, UUID.class));
          }
        });
  }

  /** Deletes a batch's files; they are views, and are forgotten like other deleted files. */
  public void deleteFiles(UUID batch) {
    database.bulk(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(DELETE_FILES)) {
            statement.setObject(1, batch);
            return statement.executeUpdate();
          }
        });
  }

  /** Removes the last trace of a batch of which nothing else is left; returns whether it did. */
  public boolean forget(UUID batch) {
    return database.bulk(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(FORGET)) {
            statement.setObject(1, batch);
            return statement.executeUpdate() == 1;
          }
        });
  }
}
