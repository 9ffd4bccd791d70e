package dev.errand.testing;

import dev.errand.rig.Folders;
import dev.errand.rig.FreePorts;
import dev.errand.rig.RabbitMqNode;
import dev.errand.testing.Authority.Issued;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * A separate RabbitMQ for this test that only speaks TLS, as {@code localhost}, and requires client
 * certificates; and the TLS configuration {@code mq} for connecting to it.
 */
public class TlsRabbitMq implements QuarkusTestResourceLifecycleManager {

  private final Map<String, String> settings = new HashMap<>();
  private Path folder;
  private RabbitMqNode node;
  private Authority known;

  @Override
  public Map<String, String> start() {
    try {
      folder = Files.createTempDirectory("errand-rabbitmq");
      known = new Authority(folder.resolve("known"));
      int port = FreePorts.next();
      node = RabbitMqNode.start(folder, "errand-tls", port, configuration(port));
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

  /** The broker's CA. */
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

  private String configuration(int port) {
    Issued own = known.issue("localhost");
    return """
    listeners.tcp = none
    listeners.ssl.default = 127.0.0.1:%d
    ssl_options.cacertfile = %s
    ssl_options.certfile = %s
    ssl_options.keyfile = %s
    ssl_options.verify = verify_peer
    ssl_options.fail_if_no_peer_cert = true
    """
        .formatted(port, known.certificate(), own.certificate(), own.key());
  }

  @Override
  public void stop() {
    node.close();
    Folders.delete(folder);
  }
}
