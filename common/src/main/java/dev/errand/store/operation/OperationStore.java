package dev.errand.store.operation;

import dev.errand.database.Database;
import dev.errand.database.Rows;
import dev.errand.tenant.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What clients do with operations: create, read, stop. Another tenant's operation does not exist.
 * Each change and its audit entry are one commit.
 */
@ApplicationScoped
public class OperationStore {

  static final String CREATE =
      """
      with created as (
        insert into operation (id, tenant, key, who, origin, action, priority, filter, reason,
          jobs, expected, created_at)
        select ?::uuid, t.name, ?::text, ?::text, ?::text, ?::text, ?::smallint, ?::jsonb, ?::text,
          ?::int, ?::int, ?::timestamptz
        from (select ?::text as name) t
        where (
          select count(*) from (
            select from operation where tenant = t.name and ended_at is null limit ?) running
        ) < ?
        on conflict (tenant, key) do nothing
        returning *
      ), audited as (
        insert into audit (id, at, tenant, who, what, which, origin, details)
        select gen_random_uuid(), now(), tenant, who, 'operation.create', id::text, origin,
          jsonb_strip_nulls(jsonb_build_object('action', action, 'priority', priority::text,
            'filter', filter::text, 'jobs', jobs::text, 'reason', reason))
        from created
      )
      select <columns> from created
      """
          .replace("<columns>", Operation.COLUMNS);

  static final String FIND =
      "select <columns> from operation where id = ? and tenant = ?"
          .replace("<columns>", Operation.COLUMNS);

  static final String NAMED =
      "select <columns> from operation where tenant = ? and key = ?"
          .replace("<columns>", Operation.COLUMNS);

  static final String LIST =
      """
      select <columns> from operation
      where tenant = ? and id < ?
      order by id desc
      limit ?
      """
          .replace("<columns>", Operation.COLUMNS);

  /** What a chunk that is under way has moved is recorded first. */
  static final String STOP =
      """
      with stopped as (
        update operation set state = 'stopped', ended_at = now()
        where id = ? and tenant = ? and ended_at is null
        returning *
      ), audited as (
        insert into audit (id, at, tenant, who, what, which, origin, details)
        select gen_random_uuid(), now(), tenant, ?, 'operation.stop', id::text, ?,
          jsonb_build_object('jobs', jobs::text, 'done', done::text)
        from stopped
      )
      select <columns> from stopped
      """
          .replace("<columns>", Operation.COLUMNS);

  /** After all ids. */
  private static final UUID LAST = new UUID(-1, -1);

  private final Database database;

  @Inject
  public OperationStore(Database database) {
    this.database = database;
  }

  /**
   * Creates an operation.
   *
   * @param origin the address that the request came from
   * @param most how many of the tenant's may run at the same time
   * @return empty if as many run, or there is one with its key
   */
  public Optional<Operation> create(
      Caller caller, String origin, NewOperation operation, int most) {
    return database.statement(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(CREATE)) {
            statement.setObject(1, operation.id());
            statement.setString(2, operation.key().orElse(null));
            statement.setString(3, caller.name());
            statement.setString(4, origin);
            set(statement, operation);
            statement.setString(12, caller.tenant());
            statement.setInt(13, most);
            statement.setInt(14, most);
            return Rows.first(statement, Operation::of);
          }
        });
  }

  private static void set(PreparedStatement statement, NewOperation operation) throws SQLException {
    statement.setString(5, operation.action().text());
    statement.setObject(6, operation.priority().orElse(null), Types.SMALLINT);
    statement.setString(7, operation.filter());
    statement.setString(8, operation.reason());
    statement.setInt(9, operation.jobs());
    statement.setInt(10, operation.expected());
    statement.setObject(11, operation.at().atOffset(ZoneOffset.UTC));
  }

  /** An operation, or empty. */
  public Optional<Operation> find(Caller caller, UUID id) {
    return database.read(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            statement.setObject(1, id);
            statement.setString(2, caller.tenant());
            return Rows.first(statement, Operation::of);
          }
        });
  }

  /** The operation that was created under a key, or empty. */
  public Optional<Operation> named(Caller caller, String key) {
    return database.read(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(NAMED)) {
            statement.setString(1, caller.tenant());
            statement.setString(2, key);
            return Rows.first(statement, Operation::of);
          }
        });
  }

  /**
   * The caller's operations, newest first.
   *
   * @param before only older ones
   */
  public List<Operation> list(Caller caller, Optional<UUID> before, int limit) {
    return database.read(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(LIST)) {
            statement.setString(1, caller.tenant());
            statement.setObject(2, before.orElse(LAST));
            statement.setInt(3, limit);
            return Rows.all(statement, Operation::of);
          }
        });
  }

  /**
   * Stops an operation that is under way; what it has done stays.
   *
   * @return empty if there is none, or it has ended
   */
  public Optional<Operation> stop(Caller caller, String origin, UUID id) {
    return database.statement(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(STOP)) {
            statement.setObject(1, id);
            statement.setString(2, caller.tenant());
            statement.setString(3, caller.name());
            statement.setString(4, origin);
            return Rows.first(statement, Operation::of);
          }
        });
  }
}
