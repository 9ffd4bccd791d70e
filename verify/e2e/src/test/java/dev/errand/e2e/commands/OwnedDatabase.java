package dev.errand.e2e.commands;

import dev.errand.testing.EmbeddedDatabase;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** A new database whose owner is a user with a password, as in production. */
final class OwnedDatabase {

  private OwnedDatabase() {}

  /** Creates both; returns host, port and name, as in a JDBC URL. */
  static String of(String user, String password) throws SQLException {
    URI url = URI.create(EmbeddedDatabase.freshDatabase().substring("jdbc:".length()));
    String name = url.getPath().substring(1);
    try (Connection connection = DriverManager.getConnection("jdbc:" + url);
        Statement statement = connection.createStatement()) {
      statement.execute("create role %s login password '%s'".formatted(user, password));
      statement.execute("alter database %s owner to %s".formatted(name, user));
    }
    return "%s:%d/%s".formatted(url.getHost(), url.getPort(), name);
  }
}
