package dev.errand.api.testing;

import dev.errand.testing.EmbeddedDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;

/** A database whose schema {@code public} is another application's; with parameters of the URL. */
public class OthersDatabase extends EmbeddedDatabase {

  private String parameters;

  /** Runs after the shared database, whose URL it replaces. */
  @Override
  public int order() {
    return 1;
  }

  @Override
  public void init(Map<String, String> arguments) {
    parameters = arguments.getOrDefault("parameters", "");
  }

  @Override
  public Map<String, String> start() {
    String url = freshDatabase();
    try (Connection connection = DriverManager.getConnection(url)) {
      connection
          .createStatement()
          .execute("create table job (id int); create table invoice (id int)");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return Map.of("errand.database.url", url + parameters);
  }
}
