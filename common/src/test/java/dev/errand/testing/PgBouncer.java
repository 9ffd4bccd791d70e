package dev.errand.testing;

import dev.errand.rig.FreePorts;
import dev.errand.rig.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A real PgBouncer in front of a database, from the package {@code pgbouncer}, which {@code
 * ./errand test} installs.
 */
public final class PgBouncer implements AutoCloseable {

  private static final Pattern PLACE = Pattern.compile("//([^:/]+):(\\d+)/(\\w+)");

  private final String database;
  private final int port = FreePorts.next();
  private final Path folder;
  private final String settings;
  private String mode;
  private Program process;

  /**
   * Starts one.
   *
   * @param url the JDBC URL of the database behind it
   * @param mode {@code session}, {@code transaction} or {@code statement}
   * @param settings more lines of its configuration
   */
  public PgBouncer(String url, String mode, String... settings) {
    this.database = url;
    this.mode = mode;
    this.settings = String.join("\n", settings);
    try {
      this.folder = Files.createTempDirectory("errand-pgbouncer");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start();
  }

  /** The database's JDBC URL, through this pooler. */
  public String url() {
    Matcher place = place();
    return "jdbc:postgresql://localhost:%d/%s?user=postgres".formatted(port, place.group(3));
  }

  /** Changes its pool mode and restarts it immediately. */
  public void reconfigure(String nextMode) {
    mode = nextMode;
    restart();
  }

  /** Restarts it on the same port: every connection breaks. */
  public void restart() {
    process.kill();
    start();
  }

  @Override
  public void close() {
    process.kill();
  }

  private Matcher place() {
    Matcher place = PLACE.matcher(database);
    if (!place.find()) {
      throw new IllegalArgumentException("no host, port and name in " + database);
    }
    return place;
  }

  private void start() {
    try {
      Path file = Files.writeString(folder.resolve("pgbouncer.ini"), configuration());
      // It drops root's rights before it reads this.
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      ProcessBuilder command = new ProcessBuilder(program().toString(), "-q", file.toString());
      process = Program.start("PgBouncer", command, folder.resolve("output"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    process.awaitListening(port);
  }

  private String configuration() {
    Matcher place = place();
    String root = System.getProperty("user.name").equals("root") ? "user = nobody\n" : "";
    return """
    [databases]
    * = host=%s port=%s user=postgres
    [pgbouncer]
    listen_addr = 127.0.0.1
    listen_port = %d
    unix_socket_dir =
    auth_type = any
    max_client_conn = 500
    ignore_startup_parameters = extra_float_digits
    """
            .formatted(place.group(1), place.group(2), port)
        + root
        + "pool_mode = %s\n%s\n".formatted(mode, settings);
  }

  private static Path program() {
    return Stream.concat(
            Stream.of("/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin"),
            Stream.of(System.getenv("PATH").split(":")))
        .map(folder -> Path.of(folder, "pgbouncer"))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("no pgbouncer here; ./errand test installs it"));
  }
}
