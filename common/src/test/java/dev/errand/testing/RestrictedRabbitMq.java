package dev.errand.testing;

import dev.errand.rig.Folders;
import dev.errand.rig.FreePorts;
import dev.errand.rig.RabbitMqAccess;
import dev.errand.rig.RabbitMqAccess.Work;
import dev.errand.rig.RabbitMqNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A RabbitMQ with restricted users, whose passwords are their names. */
public final class RestrictedRabbitMq implements AutoCloseable {

  private static final String DEFINITIONS =
      """
      {"users": [%s],
       "vhosts": [{"name": "/"}, {"name": "errand"}, {"name": "a/b"}],
       "permissions": [%s],
       "policies": [{"vhost": "/", "name": "short", "pattern": "^policed\\\\.", "apply-to": "queues",
                     "definition": {"max-length": 1000}, "priority": 1}]}
      """;

  private final int port = FreePorts.next();
  private final Path folder;
  private final RabbitMqNode node;

  public RestrictedRabbitMq() {
    try {
      folder = Files.createTempDirectory("errand-restricted");
      Files.writeString(folder.resolve("definitions.json"), definitions());
      node =
          RabbitMqNode.start(
              folder,
              "errand-restricted",
              port,
              """
              listeners.tcp.default = 127.0.0.1:%d
              load_definitions = %s
              """
                  .formatted(port, folder.resolve("definitions.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String definitions() {
    String users =
        String.join(
            ", ",
            user("owner"),
            user("limited"),
            user("mute"),
            user("deaf"),
            user("outsider"),
            user("p@ss#/?:%"));
    String permissions =
        String.join(
            ", ",
            permission("owner", "/", ".*", ".*", ".*"),
            permission("owner", "errand", ".*", ".*", ".*"),
            permission("owner", "a/b", ".*", ".*", ".*"),
            permission("p@ss#/?:%", "/", ".*", ".*", ".*"),
            permission("limited", "/", "^$", "^amq[.]default$", "^allowed[.]"),
            permission("mute", "/", ".*", "^$", ".*"),
            permission("deaf", "/", ".*", ".*", "^$"));
    return DEFINITIONS.formatted(users, permissions);
  }

  private static String user(String name) {
    return "{\"name\": \"%1$s\", \"password\": \"%1$s\", \"tags\": \"\"}".formatted(name);
  }

  private static String permission(
      String user, String virtualHost, String configure, String write, String read) {
    return "{\"user\": \"%s\", \"vhost\": \"%s\", \"configure\": \"%s\", \"write\": \"%s\", \"read\": \"%s\"}"
        .formatted(user, virtualHost, configure, write, read);
  }

  public int port() {
    return port;
  }

  /** Does something as the unrestricted user. */
  public <T> T asOwner(Work<T> work) {
    return new RabbitMqAccess("amqp://owner:owner@localhost:" + port).on(work);
  }

  @Override
  public void close() {
    node.close();
    Folders.delete(folder);
  }
}
