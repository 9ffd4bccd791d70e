package dev.errand.faults;

import dev.errand.local.part.LocalPostgres;
import dev.errand.local.part.PartLog;
import dev.errand.local.plan.DataDirectory;
import dev.errand.local.plan.Database;
import dev.errand.local.plan.Ports;
import dev.errand.rig.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A separate Postgres that may be killed. */
final class PostgresNode implements AutoCloseable {

  private static final Duration END = Duration.ofSeconds(30);

  private final Path folder;
  private final DataDirectory data;
  private final int port;
  private LocalPostgres server;

  /**
   * Starts it.
   *
   * @param folder for its data; existing data is used
   */
  PostgresNode(Path folder, int port) {
    this.folder = folder;
    this.data = DataDirectory.open(folder);
    this.port = port;
    start();
  }

  int port() {
    return port;
  }

  /** The direct URL. */
  Database database() {
    return server.database();
  }

  /** The same, through a proxy that must understand the protocol. */
  Map<String, String> variables(int proxyPort) {
    return new Database(
            "jdbc:postgresql://%s:%d/errand?sslmode=disable&gssEncMode=disable"
                .formatted(Ports.HOST, proxyPort),
            server.database().username(),
            server.database().password())
        .variables();
  }

  /** Restarts it with its data. */
  void start() {
    try {
      if (server != null) {
        server.release();
      }
      server = LocalPostgres.start(data, port, PartLog.quiet("postgres", data.logs()), Map.of());
    } catch (IOException | SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** SIGKILL of the server's main process; its sessions' processes end when they notice. */
  void kill() {
    ProcessHandle main = postmaster();
    List<ProcessHandle> all = Stream.concat(Stream.of(main), main.descendants()).toList();
    main.destroyForcibly();
    Waiting.until("Postgres is gone", END, () -> all.stream().noneMatch(ProcessHandle::isAlive));
  }

  boolean isAlive() {
    return !server.end().isDone();
  }

  /** Stops it gracefully. */
  void stop() {
    server.askToStop();
    server.awaitStop();
  }

  /** A new server with the data of this one, which must have ended. */
  PostgresNode successor(Path elsewhere, int newPort) throws IOException {
    Files.createDirectories(elsewhere);
    try (Stream<Path> files = Files.walk(data.postgres())) {
      for (Path file : files.toList()) {
        // With its permissions: Postgres rejects a directory that others can read.
        Files.copy(
            file, elsewhere.resolve(folder.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    Files.deleteIfExists(elsewhere.resolve("postgres/postmaster.pid"));
    return new PostgresNode(elsewhere, newPort);
  }

  @Override
  public void close() {
    stop();
    data.close();
  }

  private ProcessHandle postmaster() {
    try {
      String pid = Files.readAllLines(data.postgres().resolve("postmaster.pid")).getFirst();
      return ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
