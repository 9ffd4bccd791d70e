package dev.errand.store.operation;

import dev.errand.database.Database;
import dev.errand.database.Rows;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The dispatcher's part of operations: which are under way, and which are old. */
@ApplicationScoped
public class OperationMoves {

  static final String ACTIVE =
      """
      select <columns> from operation o
      where ended_at is null
        and not exists (select from tenant where name = o.tenant and deleted_at is not null)
      order by id
      limit ?
      """
          .replace("<columns>", Operation.COLUMNS);

  static final String PURGE =
      """
      delete from operation
      where id = any (array(
        select id from operation
        where ended_at < now() - ? * interval '1 ms'
        order by ended_at
        limit ?
        for update skip locked))
      """;

  private final Database database;

  @Inject
  public OperationMoves(Database database) {
    this.database = database;
  }

  /** The moment of an operation that is created now: by the database's clock, like all times. */
  public Instant moment() {
    return database.read(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement("select now() as now")) {
            return Rows.first(statement, row -> Rows.instant(row, "now")).orElseThrow();
          }
        });
  }

  /** Operations under way, the oldest first; those of deleted tenants go with them. */
  public List<Operation> active(int limit) {
    return database.read(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(ACTIVE)) {
            statement.setInt(1, limit);
            return Rows.all(statement, Operation::of);
          }
        });
  }

  /** Deletes operations that ended longer ago than {@code age}; returns how many. */
  public int purge(Duration age, int limit) {
    return database.bulk(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(PURGE)) {
            statement.setLong(1, age.toMillis());
            statement.setInt(2, limit);
            return statement.executeUpdate();
          }
        });
  }
}
