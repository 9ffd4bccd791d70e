package dev.errand.local.plan;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** A Postgres database and its login; an empty user or password is unset. */
public record Database(String url, String username, String password) {
  private static final String PREFIX = "jdbc:postgresql:";

  public Database {
    if (!url.startsWith(PREFIX) || url.length() == PREFIX.length()) {
      throw new CannotStart(
          "ERRAND_DATABASE_URL must look like jdbc:postgresql://localhost:5432/errand, but is "
              + withoutPassword(url)
              + ".");
    }
  }

  void requireReachable() {
    try (Connection connection = connect()) {
      connection.isValid(5);
    } catch (SQLException e) {
      throw new CannotStart(
          "The database at %s cannot be used: %s Correct ERRAND_DATABASE_URL, or unset it to let ./errand dev start one."
              .formatted(shownUrl(), sentence(e.getMessage())));
    }
  }

  /** Opens a connection. */
  public Connection connect() throws SQLException {
    Properties login = new Properties();
    login.setProperty("loginTimeout", "10");
    putGiven(login, "user", username);
    putGiven(login, "password", password);
    return DriverManager.getConnection(url, login);
  }

  /** The environment variables that configure a service to use it. */
  public Map<String, String> variables() {
    Map<String, String> variables = new HashMap<>();
    variables.put("ERRAND_DATABASE_URL", url);
    putGiven(variables, "ERRAND_DATABASE_USERNAME", username);
    putGiven(variables, "ERRAND_DATABASE_PASSWORD", password);
    return variables;
  }

  private static void putGiven(Map<? super String, ? super String> map, String name, String value) {
    if (!value.isEmpty()) {
      map.put(name, value);
    }
  }

  /** The URL without secrets. */
  public String shownUrl() {
    return withoutPassword(url);
  }

  private static String withoutPassword(String url) {
    return url.replaceAll("(?i)(password=)[^&]*", "$1...").replaceAll("//[^/@]*@", "//...@");
  }

  private static String sentence(String message) {
    String line = message.lines().findFirst().orElse("no reason given").strip();
    return line.endsWith(".") ? line : line + ".";
  }
}
