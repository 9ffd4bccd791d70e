package dev.errand.faults;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.ShutdownSignalException;
import dev.errand.local.Ports;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A RabbitMQ of our own that may be killed: its data, ports, cookie and port mapper are apart. */
final class RabbitNode implements AutoCloseable {

  /** Not Debian's wrapper in the PATH, which insists on the package's user and directories. */
  private static final List<String> PLACES =
      List.of("/usr/lib/rabbitmq/bin", "/opt/homebrew/sbin", "/usr/local/sbin");

  private static final Duration START = Duration.ofSeconds(90);
  private static final String NAME = "errand@127.0.0.1";

  private final Path programs;
  private final Path folder;
  private final int port;
  private final Map<String, String> environment;
  private Process server;

  /**
   * Starts it.
   *
   * @param folder for its data and logs
   */
  RabbitNode(Path folder, Ports ports) throws IOException {
    this.programs = programs().orElseThrow(() -> new IllegalStateException(whatIsMissing()));
    this.folder = Files.createDirectories(folder);
    this.port = ports.free();
    this.environment = environment(folder, port, ports);
    Files.writeString(folder.resolve("enabled_plugins"), "[].");
    Files.createFile(folder.resolve("env.conf"));
    start();
  }

  /** Work on a channel. */
  @FunctionalInterface
  interface Work<T> {
    T on(Channel channel) throws IOException;
  }

  int port() {
    return port;
  }

  /** Starts it anew, with its data. */
  void start() {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(programs.resolve("rabbitmq-server").toString())
              .redirectInput(new File("/dev/null"))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("output").toFile()));
      builder.environment().putAll(environment);
      server = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Waiting.until("RabbitMQ answers, see " + folder, START, this::answers);
  }

  /** SIGKILL. */
  void kill() {
    List<ProcessHandle> all = server.descendants().toList();
    server.destroyForcibly();
    all.forEach(ProcessHandle::destroyForcibly);
    Waiting.until("RabbitMQ is gone", START, () -> all.stream().noneMatch(ProcessHandle::isAlive));
  }

  /** Has it believe that it is short of memory: it takes no more messages. */
  void raiseMemoryAlarm() {
    control("set_vm_memory_high_watermark", "absolute", "1");
  }

  void clearMemoryAlarm() {
    control("set_vm_memory_high_watermark", "0.4");
  }

  /** Does something to a queue; empty where there is no such queue, which may have been deleted. */
  <T> Optional<T> on(String queue, Work<T> work) {
    try (Connection connection = connect()) {
      if (!exists(connection, queue)) {
        return Optional.empty();
      }
      return Optional.of(work.on(connection.createChannel()));
    } catch (IOException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean exists(Connection connection, String queue) throws IOException {
    try {
      connection.createChannel().queueDeclarePassive(queue);
      return true;
    } catch (IOException e) {
      if (e.getCause() instanceof ShutdownSignalException closed && !closed.isHardError()) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public void close() {
    if (server.isAlive()) {
      kill();
    }
    run(List.of("epmd", "-kill"));
  }

  private boolean answers() {
    try (Connection connection = connect()) {
      return connection.isOpen();
    } catch (IOException | TimeoutException _) {
      return false;
    }
  }

  private Connection connect() throws IOException, TimeoutException {
    ConnectionFactory factory = new ConnectionFactory();
    try {
      factory.setUri("amqp://guest:guest@127.0.0.1:" + port);
    } catch (URISyntaxException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    factory.setConnectionTimeout(1_000);
    factory.setHandshakeTimeout(2_000);
    factory.setAutomaticRecoveryEnabled(false);
    return factory.newConnection("errand faults");
  }

  private void control(String... command) {
    List<String> line =
        Stream.concat(
                Stream.of(programs.resolve("rabbitmqctl").toString(), "-n", NAME, "--longnames"),
                Stream.of(command))
            .toList();
    if (run(line) != 0) {
      throw new IllegalStateException("failed, see " + folder.resolve("control") + ": " + line);
    }
  }

  private int run(List<String> line) {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(line)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("control").toFile()));
      builder.environment().putAll(environment);
      Process process = builder.start();
      if (!process.waitFor(1, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IllegalStateException("takes too long: " + line);
      }
      return process.exitValue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Optional<Path> programs() {
    return PLACES.stream()
        .map(Path::of)
        .filter(place -> Files.isExecutable(place.resolve("rabbitmq-server")))
        .findFirst();
  }

  private static String whatIsMissing() {
    return "A RabbitMQ that may be killed is needed: install the package rabbitmq-server (looked in "
        + PLACES
        + ").";
  }

  /** Named after an address, because a container's own host name often has none. */
  private static Map<String, String> environment(Path folder, int port, Ports ports) {
    Map<String, String> all = new HashMap<>();
    all.put("HOME", folder.toString());
    all.put("ERL_CRASH_DUMP", folder.resolve("crash.dump").toString());
    all.put("ERL_EPMD_PORT", Integer.toString(ports.free()));
    all.put("ERL_EPMD_ADDRESS", "127.0.0.1");
    all.put("RABBITMQ_USE_LONGNAME", "true");
    all.put("RABBITMQ_NODENAME", NAME);
    all.put("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1");
    all.put("RABBITMQ_NODE_PORT", Integer.toString(port));
    all.put("RABBITMQ_DIST_PORT", Integer.toString(ports.free()));
    all.put("RABBITMQ_CONF_ENV_FILE", folder.resolve("env.conf").toString());
    all.put("RABBITMQ_CONFIG_FILE", folder.resolve("rabbitmq").toString());
    all.put("RABBITMQ_ENABLED_PLUGINS_FILE", folder.resolve("enabled_plugins").toString());
    all.put("RABBITMQ_MNESIA_BASE", folder.resolve("data").toString());
    all.put("RABBITMQ_LOG_BASE", folder.resolve("logs").toString());
    all.put("RABBITMQ_PID_FILE", folder.resolve("pid").toString());
    return all;
  }
}
