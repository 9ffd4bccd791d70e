package dev.errand.store.access;

import dev.errand.database.Database;
import dev.errand.database.Rows;
import dev.errand.store.access.Session.OfKey;
import dev.errand.store.access.Session.OfPerson;
import dev.errand.tenant.Right;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** Who is signed in to the console. There are as many rows as sessions, a few at most. */
@ApplicationScoped
public class SessionStore {

  /** Those that have expired go with the next one that is opened. */
  private static final String OPEN =
      """
      with expired as (delete from console_session where expires_at <= now())
      insert into console_session
        (token_hash, created_at, expires_at, api_key, key_hash, tenant, person, roles)
      values (?, now(), now() + ? * interval '1 ms', ?, ?, ?, ?, ?)
      """;

  private static final String FIND =
      """
      select api_key, key_hash, tenant, person, roles
      from console_session
      where token_hash = ? and expires_at > now()
      """;

  private static final String END = "delete from console_session where token_hash = ?";

  /** The hash of no key. */
  private static final byte[] NONE = {};

  private final Database database;

  @Inject
  public SessionStore(Database database) {
    this.database = database;
  }

  /** Records a session. */
  public void open(byte[] token, Session session, Duration lifetime) {
    database.statement(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(OPEN)) {
            statement.setBytes(1, token);
            statement.setLong(2, lifetime.toMillis());
            switch (session) {
              case OfKey key -> set(statement, key);
              case OfPerson person -> set(statement, person);
            }
            return statement.executeUpdate();
          }
        });
  }

  private static void set(PreparedStatement statement, OfKey key) throws SQLException {
    statement.setString(3, key.apiKey().orElse(null));
    statement.setBytes(4, key.keyHash());
    statement.setString(5, null);
    statement.setString(6, null);
    statement.setArray(7, null);
  }

  private static void set(PreparedStatement statement, OfPerson person) throws SQLException {
    Object[] roles = person.rights().stream().map(Right::text).toArray();
    statement.setString(3, null);
    statement.setBytes(4, NONE);
    statement.setString(5, person.tenant());
    statement.setString(6, person.name());
    statement.setArray(7, statement.getConnection().createArrayOf("text", roles));
  }

  /** The session with this token's hash; empty if there is none, or it has expired. */
  public Optional<Session> find(byte[] token) {
    return database.read(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            statement.setBytes(1, token);
            return Rows.first(statement, SessionStore::session);
          }
        });
  }

  private static Session session(ResultSet row) throws SQLException {
    String tenant = row.getString("tenant");
    return tenant == null
        ? new OfKey(Optional.ofNullable(row.getString("api_key")), row.getBytes("key_hash"))
        : new OfPerson(tenant, row.getString("person"), KeyStore.rights(row.getArray("roles")));
  }

  /** Ends a session. */
  public void end(byte[] token) {
    database.statement(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(END)) {
            statement.setBytes(1, token);
            return statement.executeUpdate();
          }
        });
  }
}
