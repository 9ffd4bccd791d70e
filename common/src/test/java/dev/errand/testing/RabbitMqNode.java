package dev.errand.testing;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A separate RabbitMQ for one test, started from the programs on this machine. */
public final class RabbitMqNode implements AutoCloseable {

  /** Not Debian's wrapper in the PATH, which insists on the package's user and directories. */
  private static final List<String> PLACES =
      List.of("/usr/lib/rabbitmq/bin", "/opt/homebrew/sbin", "/usr/local/sbin");

  private final Path folder;
  private final Map<String, String> environment;
  private final Process server;

  private RabbitMqNode(Path folder, String name) throws IOException {
    this.folder = folder;
    this.environment = environment(folder, name);
    this.server = run(program().toString());
  }

  /**
   * Starts a node and waits until it listens. @param folder the node's folder, deleted at the
   * end @param port the port in its configuration @param configuration the content of its
   * rabbitmq.conf
   */
  public static RabbitMqNode start(Path folder, String name, int port, String configuration) {
    try {
      Files.writeString(folder.resolve("rabbitmq.conf"), configuration);
      Files.writeString(folder.resolve("enabled_plugins"), "[].");
      Files.createFile(folder.resolve("env.conf"));
      RabbitMqNode node = new RabbitMqNode(folder, name);
      await("RabbitMQ listens, see " + folder)
          .atMost(Duration.ofSeconds(180))
          .until(() -> listens(port));
      return node;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path program() {
    return PLACES.stream()
        .map(place -> Path.of(place, "rabbitmq-server"))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "A RabbitMQ of this test's own is needed: install the package rabbitmq-server (looked in %s)."
                        .formatted(PLACES)));
  }

  private static Map<String, String> environment(Path folder, String name) {
    return Map.ofEntries(
        Map.entry("HOME", folder.toString()),
        Map.entry("ERL_CRASH_DUMP", folder.resolve("crash.dump").toString()),
        Map.entry("ERL_EPMD_PORT", Integer.toString(FreePorts.next())),
        Map.entry("ERL_EPMD_ADDRESS", "127.0.0.1"),
        Map.entry("RABBITMQ_USE_LONGNAME", "true"),
        Map.entry("RABBITMQ_NODENAME", name + "@127.0.0.1"),
        Map.entry("RABBITMQ_DIST_PORT", Integer.toString(FreePorts.next())),
        Map.entry("RABBITMQ_CONF_ENV_FILE", folder.resolve("env.conf").toString()),
        Map.entry("RABBITMQ_CONFIG_FILE", folder.resolve("rabbitmq").toString()),
        Map.entry("RABBITMQ_ENABLED_PLUGINS_FILE", folder.resolve("enabled_plugins").toString()),
        Map.entry("RABBITMQ_MNESIA_BASE", folder.resolve("data").toString()),
        Map.entry("RABBITMQ_LOG_BASE", folder.resolve("logs").toString()),
        Map.entry("RABBITMQ_PID_FILE", folder.resolve("pid").toString()));
  }

  private Process run(String... command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("output").toFile()));
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      Stream.concat(server.descendants(), Stream.of(server.toHandle()))
          .toList()
          .forEach(ProcessHandle::destroyForcibly);
      run("epmd", "-kill").waitFor();
      delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void delete(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      try (Stream<Path> inside = Files.list(path)) {
        for (Path each : inside.toList()) {
          delete(each);
        }
      }
    }
    Files.deleteIfExists(path);
  }
}
