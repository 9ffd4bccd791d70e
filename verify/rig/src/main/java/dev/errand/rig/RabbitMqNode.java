package dev.errand.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A separate RabbitMQ that may be killed, started from the programs on this machine. */
public final class RabbitMqNode implements AutoCloseable {

  /** Not Debian's wrapper in the PATH, which insists on the package's user and directories. */
  private static final List<String> PLACES =
      List.of("/usr/lib/rabbitmq/bin", "/opt/homebrew/sbin", "/usr/local/sbin");

  private final Path programs;
  private final Path folder;
  private final String name;
  private final int port;
  private final Map<String, String> environment;
  private Program server;

  private RabbitMqNode(Path folder, String name, int port) {
    this.programs = programs();
    this.folder = folder;
    this.name = name + "@127.0.0.1";
    this.port = port;
    this.environment = environment(folder, this.name);
  }

  /**
   * Starts a node and waits until it listens. It shares nothing with others: it has its own data,
   * ports, cookie and port mapper.
   *
   * @param folder the node's folder
   * @param port the port in its configuration
   * @param configuration the content of its rabbitmq.conf
   */
  public static RabbitMqNode start(Path folder, String name, int port, String configuration) {
    RabbitMqNode node = new RabbitMqNode(folder, name, port);
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("rabbitmq.conf"), configuration);
      Files.writeString(folder.resolve("enabled_plugins"), "[].");
      Files.createFile(folder.resolve("env.conf"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    node.start();
    return node;
  }

  public int port() {
    return port;
  }

  /** Restarts it with its data. */
  public void start() {
    server = run("output", programs.resolve("rabbitmq-server").toString());
    server.awaitListening(port);
  }

  /** SIGKILL. */
  public void kill() {
    server.kill();
  }

  /** The access of its default user. */
  public RabbitMqAccess access() {
    return new RabbitMqAccess("amqp://guest:guest@127.0.0.1:" + port);
  }

  /** Makes it believe that it is low on memory, so that it accepts no more messages. */
  public void raiseMemoryAlarm() {
    control("set_vm_memory_high_watermark", "absolute", "1");
  }

  public void clearMemoryAlarm() {
    control("set_vm_memory_high_watermark", "0.4");
  }

  private void control(String... command) {
    String program = programs.resolve("rabbitmqctl").toString();
    Stream<String> line = Stream.of(program, "-n", name, "--longnames");
    int code =
        run("control", Stream.concat(line, Arrays.stream(command)).toArray(String[]::new))
            .awaitEnd(Program.PATIENCE);
    if (code != 0) {
      throw new IllegalStateException("failed, see " + folder.resolve("control"));
    }
  }

  @Override
  public void close() {
    kill();
    run("control", "epmd", "-kill").awaitEnd(Program.PATIENCE);
  }

  private Program run(String log, String... command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    return Program.start("RabbitMQ", builder, folder.resolve(log));
  }

  private static Path programs() {
    return PLACES.stream()
        .map(Path::of)
        .filter(place -> Files.isExecutable(place.resolve("rabbitmq-server")))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "A RabbitMQ of one's own is needed: install the package rabbitmq-server (looked in %s)."
                        .formatted(PLACES)));
  }

  /** Named after an address, because a container's own host name often has none. */
  private static Map<String, String> environment(Path folder, String name) {
    return Map.ofEntries(
        Map.entry("HOME", folder.toString()),
        Map.entry("ERL_CRASH_DUMP", folder.resolve("crash.dump").toString()),
        Map.entry("ERL_EPMD_PORT", Integer.toString(FreePorts.next())),
        Map.entry("ERL_EPMD_ADDRESS", "127.0.0.1"),
        Map.entry("RABBITMQ_USE_LONGNAME", "true"),
        Map.entry("RABBITMQ_NODENAME", name),
        Map.entry("RABBITMQ_DIST_PORT", Integer.toString(FreePorts.next())),
        Map.entry("RABBITMQ_CONF_ENV_FILE", folder.resolve("env.conf").toString()),
        Map.entry("RABBITMQ_CONFIG_FILE", folder.resolve("rabbitmq").toString()),
        Map.entry("RABBITMQ_ENABLED_PLUGINS_FILE", folder.resolve("enabled_plugins").toString()),
        Map.entry("RABBITMQ_MNESIA_BASE", folder.resolve("data").toString()),
        Map.entry("RABBITMQ_LOG_BASE", folder.resolve("logs").toString()),
        Map.entry("RABBITMQ_PID_FILE", folder.resolve("pid").toString()));
  }
}
