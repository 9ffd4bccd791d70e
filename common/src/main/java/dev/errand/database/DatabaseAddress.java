package dev.errand.database;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** The database's address and login, for connections outside the pool. */
@Singleton
public class DatabaseAddress {

  private final String url;
  private final Optional<String> directUrl;
  private final Optional<String> username;
  private final Optional<String> password;

  @Inject
  public DatabaseAddress(
      @ConfigProperty(name = "quarkus.datasource.jdbc.url") String url,
      @ConfigProperty(name = "errand.database.direct-url") Optional<String> directUrl,
      @ConfigProperty(name = "quarkus.datasource.username") Optional<String> username,
      @ConfigProperty(name = "quarkus.datasource.password") Optional<String> password) {
    this.url = url;
    this.directUrl = directUrl;
    this.username = username;
    this.password = password;
  }

  /** The address of a database without a login and without a pooler. */
  public static DatabaseAddress of(String url) {
    return new DatabaseAddress(url, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The URL of the pool's connections. */
  public String url() {
    return url;
  }

  /** The URL for connections that need a session: the pool's, unless another one is configured. */
  public String directUrl() {
    return directUrl.orElse(url);
  }

  public Optional<String> username() {
    return username;
  }

  public Optional<String> password() {
    return password;
  }

  /** The schema in the URL, the first of several; empty if there is none. */
  public Optional<String> schema() {
    return Optional.ofNullable(PGProperty.CURRENT_SCHEMA.getOrDefault(parsed(directUrl())))
        .map(path -> path.split(",")[0].strip().replace("\"", ""))
        .filter(name -> !name.isEmpty());
  }

  /** Opens a separate connection, directly to Postgres. */
  public Connection connect(String applicationName) throws SQLException {
    return DriverManager.getConnection(directUrl(), login(applicationName));
  }

  /**
   * After how many executions the driver names a statement, according to the URL: 0 for never, as a
   * pooler in transaction mode requires.
   */
  int prepareThreshold() {
    return Integer.parseInt(PGProperty.PREPARE_THRESHOLD.getOrDefault(parsed(url)));
  }

  private static Properties parsed(String url) {
    Properties parsed = Driver.parseURL(url, null);
    return parsed == null ? new Properties() : parsed;
  }

  /** How connections outside the pool are opened. */
  Properties login(String applicationName) {
    Properties properties = new Properties();
    username.ifPresent(user -> properties.setProperty("user", user));
    password.ifPresent(secret -> properties.setProperty("password", secret));
    properties.setProperty("ApplicationName", applicationName);
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("socketTimeout", "5");
    properties.setProperty("tcpKeepAlive", "true");
    return properties;
  }
}
