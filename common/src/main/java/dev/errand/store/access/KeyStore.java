package dev.errand.store.access;

import dev.errand.database.Database;
import dev.errand.database.Rows;
import dev.errand.store.access.KnownKey.Old;
import dev.errand.tenant.Access;
import dev.errand.tenant.Caller;
import dev.errand.tenant.Limits;
import dev.errand.tenant.Limits.Amounts;
import dev.errand.tenant.Right;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Looks up API keys, and the tenants of callers without one. */
@ApplicationScoped
public class KeyStore {

  /** Notified with the id of a key that has changed, or {@code *} for any. */
  public static final String CHANGED = "errand_key";

  private static final String FIND =
      """
      select k.id, k.tenant, k.roles, k.hash, k.old_hash, k.old_until, k.expires_at, k.models,
        k.revoked_at is not null as revoked,
        t.suspended_at is not null or t.deleted_at is not null as suspended,
        least(k.highest_priority, t.highest_priority) as highest_priority,
        k.per_second, k.queued, t.per_second as tenant_per_second, t.queued as tenant_queued
      from api_key k join tenant t on t.name = k.tenant
      where k.id = ?
      """;

  /** Keys are used by many replicas: the latest use counts. */
  private static final String USED =
      """
      update api_key k set last_used_at = u.at
      from unnest(?::text[], ?::timestamptz[]) u (id, at)
      where k.id = u.id and (k.last_used_at is null or k.last_used_at < u.at)
      """;

  private static final String TENANT =
      """
      select suspended_at is not null or deleted_at is not null as suspended, highest_priority,
        per_second as tenant_per_second, queued as tenant_queued
      from tenant
      where name = ?
      """;

  private final Database database;

  @Inject
  public KeyStore(Database database) {
    this.database = database;
  }

  /** The key with this id; empty if there is none. */
  public Optional<KnownKey> find(String id) {
    return database.read(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            statement.setString(1, id);
            return Rows.first(statement, KeyStore::known);
          }
        });
  }

  /** The tenant with this name; empty if there is none. */
  public Optional<KnownTenant> tenant(String name) {
    return database.read(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(TENANT)) {
            statement.setString(1, name);
            return Rows.first(statement, KeyStore::tenant);
          }
        });
  }

  /** Records when keys were last used. */
  public void used(Collection<Use> uses) {
    String[] ids = uses.stream().map(Use::id).toArray(String[]::new);
    String[] times = uses.stream().map(use -> use.at().toString()).toArray(String[]::new);
    database.statement(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(USED)) {
            statement.setArray(1, connection.createArrayOf("text", ids));
            statement.setArray(2, connection.createArrayOf("text", times));
            return statement.executeUpdate();
          }
        });
  }

  /** When a key was used. */
  public record Use(String id, Instant at) {}

  private static KnownKey known(ResultSet row) throws SQLException {
    String id = row.getString("id");
    Caller caller =
        new Caller(
            row.getString("tenant"),
            Access.KEY,
            "key:" + id,
            Optional.of(id),
            rights(row.getArray("roles")),
            limits(row));
    return new KnownKey(
        row.getBytes("hash"),
        old(row),
        Optional.ofNullable(Rows.instantOrNull(row, "expires_at")),
        row.getBoolean("revoked"),
        row.getBoolean("suspended"),
        caller);
  }

  private static KnownTenant tenant(ResultSet row) throws SQLException {
    return new KnownTenant(
        row.getBoolean("suspended"),
        new Limits(Optional.empty(), integer(row, "highest_priority"), Amounts.ANY, ofTenant(row)));
  }

  private static Optional<Old> old(ResultSet row) throws SQLException {
    byte[] hash = row.getBytes("old_hash");
    return hash == null
        ? Optional.empty()
        : Optional.of(new Old(hash, Rows.instant(row, "old_until")));
  }

  /** Roles of a newer version give nothing. */
  static Set<Right> rights(Array roles) throws SQLException {
    Set<Right> rights = EnumSet.noneOf(Right.class);
    Arrays.stream((String[]) roles.getArray())
        .map(Right::of)
        .flatMap(Optional::stream)
        .forEach(rights::add);
    return rights;
  }

  private static Limits limits(ResultSet row) throws SQLException {
    Array models = row.getArray("models");
    return new Limits(
        models == null ? Optional.empty() : Optional.of(List.of((String[]) models.getArray())),
        integer(row, "highest_priority"),
        new Amounts(integer(row, "per_second"), integer(row, "queued")),
        ofTenant(row));
  }

  private static Amounts ofTenant(ResultSet row) throws SQLException {
    return new Amounts(integer(row, "tenant_per_second"), integer(row, "tenant_queued"));
  }

  private static OptionalInt integer(ResultSet row, String column) throws SQLException {
    int value = row.getInt(column);
    return row.wasNull() ? OptionalInt.empty() : OptionalInt.of(value);
  }
}
