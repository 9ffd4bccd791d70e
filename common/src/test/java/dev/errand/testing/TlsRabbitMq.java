package dev.errand.testing;

import static org.awaitility.Awaitility.await;

import dev.errand.testing.Authority.Issued;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A RabbitMQ of this test's own that speaks TLS only, as {@code localhost}, and wants a certificate
 * of its clients; and the bucket {@code mq} with what it takes to talk to it.
 */
public class TlsRabbitMq implements QuarkusTestResourceLifecycleManager {

  /** Not Debian's wrapper in the PATH, which insists on the package's user and directories. */
  private static final List<String> PLACES =
      List.of("/usr/lib/rabbitmq/bin", "/opt/homebrew/sbin", "/usr/local/sbin");

  private final Map<String, String> settings = new HashMap<>();
  private Path folder;
  private Map<String, String> environment;
  private Process server;
  private Authority known;

  @Override
  public Map<String, String> start() {
    Path program = program();
    try {
      folder = Files.createTempDirectory("errand-rabbitmq");
      known = new Authority(folder.resolve("known"));
      int port = FreePorts.next();
      configure(port);
      start(program, port);
      settings.put("errand.broker", "rabbitmq");
      settings.put("errand.rabbitmq.url", "amqps://guest:guest@localhost:" + port);
      settings.put("errand.rabbitmq.tls", "mq");
      bucket("mq", known.certificate(), known.issue("client"));
      return settings;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A path in the folder of this broker. */
  protected final Path folder(String name) {
    return folder.resolve(name);
  }

  /** The broker's authority. */
  protected final Authority known() {
    return known;
  }

  /** Adds a setting to those of the started services. */
  protected final void set(String key, String value) {
    settings.put(key, value);
  }

  /** Adds a bucket. */
  protected final void bucket(String name, Path trusted, Issued shown) {
    String bucket = "quarkus.tls." + name;
    settings.put(bucket + ".trust-store.pem.certs", trusted.toString());
    settings.put(bucket + ".key-store.pem.client.cert", shown.certificate().toString());
    settings.put(bucket + ".key-store.pem.client.key", shown.key().toString());
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

  private void configure(int port) throws IOException {
    Issued own = known.issue("localhost");
    Files.writeString(
        folder.resolve("rabbitmq.conf"),
        """
        listeners.tcp = none
        listeners.ssl.default = 127.0.0.1:%d
        ssl_options.cacertfile = %s
        ssl_options.certfile = %s
        ssl_options.keyfile = %s
        ssl_options.verify = verify_peer
        ssl_options.fail_if_no_peer_cert = true
        """
            .formatted(port, known.certificate(), own.certificate(), own.key()));
    Files.writeString(folder.resolve("enabled_plugins"), "[].");
    Files.createFile(folder.resolve("env.conf"));
    environment =
        Map.ofEntries(
            Map.entry("HOME", folder.toString()),
            Map.entry("ERL_CRASH_DUMP", folder.resolve("crash.dump").toString()),
            Map.entry("ERL_EPMD_PORT", Integer.toString(FreePorts.next())),
            Map.entry("ERL_EPMD_ADDRESS", "127.0.0.1"),
            Map.entry("RABBITMQ_USE_LONGNAME", "true"),
            Map.entry("RABBITMQ_NODENAME", "errand-tls@127.0.0.1"),
            Map.entry("RABBITMQ_DIST_PORT", Integer.toString(FreePorts.next())),
            Map.entry("RABBITMQ_CONF_ENV_FILE", folder.resolve("env.conf").toString()),
            Map.entry("RABBITMQ_CONFIG_FILE", folder.resolve("rabbitmq").toString()),
            Map.entry(
                "RABBITMQ_ENABLED_PLUGINS_FILE", folder.resolve("enabled_plugins").toString()),
            Map.entry("RABBITMQ_MNESIA_BASE", folder.resolve("data").toString()),
            Map.entry("RABBITMQ_LOG_BASE", folder.resolve("logs").toString()),
            Map.entry("RABBITMQ_PID_FILE", folder.resolve("pid").toString()));
  }

  private void start(Path program, int port) throws IOException {
    server = run(program.toString());
    await("RabbitMQ listens, see " + folder)
        .atMost(Duration.ofSeconds(90))
        .until(() -> listens(port));
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
  public void stop() {
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
