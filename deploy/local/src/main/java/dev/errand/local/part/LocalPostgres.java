package dev.errand.local.part;

import dev.errand.local.plan.CannotStart;
import dev.errand.local.plan.DataDirectory;
import dev.errand.local.plan.Database;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.commons.io.FileUtils;

/** A Postgres from the embedded binaries, whose data is kept between runs. */
public final class LocalPostgres implements Part {
  private static final String USER = "postgres";
  private static final String DATABASE = "errand";

  private final EmbeddedPostgres server;
  private final Postmaster postmaster;
  private final Database database;
  private final PartLog log;

  private LocalPostgres(
      EmbeddedPostgres server, Postmaster postmaster, Database database, PartLog log) {
    this.server = server;
    this.postmaster = postmaster;
    this.database = database;
    this.log = log;
  }

  public static void requirePossible() {
    boolean linux = System.getProperty("os.name").startsWith("Linux");
    boolean root = "root".equals(System.getProperty("user.name"));
    if (linux && root && !LinuxUtils.isUnshareAvailable()) {
      throw new CannotStart(
          "Postgres does not run as root, and this machine has no user namespaces to work around"
              + " that: run as another user, or set ERRAND_DATABASE_URL.");
    }
  }

  public static LocalPostgres start(DataDirectory data, int port, PartLog log)
      throws IOException, SQLException {
    return start(data, port, log, Map.of());
  }

  /**
   * Starts it, and creates the database at the first start.
   *
   * @param settings settings of the server, besides those for durability
   */
  public static LocalPostgres start(
      DataDirectory data, int port, PartLog log, Map<String, String> settings)
      throws IOException, SQLException {
    discardUnfinished(data);
    boolean first = !Files.exists(data.postgres());
    if (first) {
      Files.createFile(data.postgresUnfinished());
    }
    PostgresOutput.sendTo(log);
    EmbeddedPostgres.Builder server = settings(data, port);
    settings.forEach(server::setServerConfig);
    EmbeddedPostgres started = server.start();
    Postmaster postmaster = Postmaster.of(data.postgres()).orElseThrow();
    createDatabase(server(port, USER));
    Files.deleteIfExists(data.postgresUnfinished());
    return new LocalPostgres(started, postmaster, server(port, DATABASE), log);
  }

  private static void discardUnfinished(DataDirectory data) throws IOException {
    if (Files.exists(data.postgresUnfinished())) {
      FileUtils.deleteDirectory(data.postgres().toFile());
      Files.delete(data.postgresUnfinished());
    }
  }

  private static EmbeddedPostgres.Builder settings(DataDirectory data, int port) {
    // The library also deletes old data below its working directory, so ours must be elsewhere.
    System.setProperty("ot.epg.working-dir", data.binaries().toString());
    return EmbeddedPostgres.builder()
        .setDataDirectory(data.postgres())
        .setCleanDataDirectory(false)
        .setRegisterShutdownHook(false)
        .setPort(port)
        .setPGStartupWait(Duration.ofSeconds(60))
        .setLocaleConfig("locale", "C")
        // The library is made for tests and turns these off; here, accepted jobs must be durable.
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("full_page_writes", "on")
        .setServerConfig("unix_socket_directories", "")
        .setServerConfig("max_connections", "200");
  }

  private static Database server(int port, String name) {
    String url = "jdbc:postgresql://localhost:%d/%s".formatted(port, name);
    return new Database(url, USER, USER);
  }

  private static void createDatabase(Database server) throws SQLException {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "SELECT FROM pg_database WHERE datname = '%s'".formatted(DATABASE))) {
      if (!found.next()) {
        statement.execute("CREATE DATABASE " + DATABASE);
      }
    }
  }

  public static void stopLeftover(Path dataDirectory, Console console) {
    Postmaster.of(dataDirectory)
        .ifPresent(
            postmaster -> {
              console.say("Stopping Postgres from an earlier run ...");
              postmaster.askToStop();
              postmaster.awaitStop();
            });
  }

  /**
   * Releases the data after the server has stopped, so that this process can start another server
   * with it.
   */
  public void release() throws IOException {
    server.close();
  }

  public Database database() {
    return database;
  }

  @Override
  public String name() {
    return "postgres";
  }

  @Override
  public PartLog log() {
    return log;
  }

  @Override
  public CompletableFuture<String> end() {
    return postmaster.process().onExit().thenApply(_ -> "exited unexpectedly");
  }

  @Override
  public void askToStop() {
    postmaster.askToStop();
  }

  @Override
  public void awaitStop() {
    postmaster.awaitStop();
  }

  @Override
  public void kill() {
    postmaster.kill();
  }
}
