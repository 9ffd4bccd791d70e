package dev.errand.store.access;

import dev.errand.database.Database;
import dev.errand.database.Rows;
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
      insert into console_session (token_hash, api_key, key_hash, created_at, expires_at)
      values (?, ?, ?, now(), now() + ? * interval '1 ms')
      """;

  private static final String FIND =
      "select api_key, key_hash from console_session where token_hash = ? and expires_at > now()";

  private static final String END = "delete from console_session where token_hash = ?";

  private final Database database;

  @Inject
  public SessionStore(Database database) {
    this.database = database;
  }

  /**
   * A session.
   *
   * @param apiKey the id of the key that it was opened with; empty for the first admin key
   * @param keyHash what proves that the key is still the same
   */
  public record Session(Optional<String> apiKey, byte[] keyHash) {

    private static Session of(ResultSet row) throws SQLException {
      return new Session(Optional.ofNullable(row.getString("api_key")), row.getBytes("key_hash"));
    }
  }

  /** Records a session. */
  public void open(byte[] token, Session session, Duration lifetime) {
    database.statement(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(OPEN)) {
            statement.setBytes(1, token);
            statement.setString(2, session.apiKey().orElse(null));
            statement.setBytes(3, session.keyHash());
            statement.setLong(4, lifetime.toMillis());
            return statement.executeUpdate();
          }
        });
  }

  /** The session with this token's hash; empty if there is none, or it has expired. */
  public Optional<Session> find(byte[] token) {
    return database.read(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            statement.setBytes(1, token);
            return Rows.first(statement, Session::of);
          }
        });
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
