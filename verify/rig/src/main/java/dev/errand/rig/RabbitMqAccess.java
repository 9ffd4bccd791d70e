package dev.errand.rig;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/**
 * Direct access to a RabbitMQ, with a connection for each piece of work.
 *
 * @param url amqp://user:password@host:port/vhost
 */
public record RabbitMqAccess(String url) {

  private static final int CONNECT_MILLIS = 5_000;

  /** Work on a channel. */
  @FunctionalInterface
  public interface Work<T> {
    T on(Channel channel) throws IOException;
  }

  /** Whether it can be used. */
  public boolean answers() {
    try (Connection connection = connect()) {
      return connection.isOpen();
    } catch (IOException | TimeoutException _) {
      return false;
    }
  }

  /** Does something to it. */
  public <T> T on(Work<T> work) {
    try (Connection connection = connect()) {
      return work.on(connection.createChannel());
    } catch (IOException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Does something to a queue; empty if the queue does not exist. */
  public <T> Optional<T> on(String queue, Work<T> work) {
    return on(
        channel ->
            exists(channel.getConnection(), queue)
                ? Optional.of(work.on(channel))
                : Optional.empty());
  }

  /** On a separate channel: the broker closes a channel that uses a missing queue. */
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

  private Connection connect() throws IOException, TimeoutException {
    ConnectionFactory factory = new ConnectionFactory();
    try {
      factory.setUri(url);
    } catch (URISyntaxException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    factory.setConnectionTimeout(CONNECT_MILLIS);
    factory.setHandshakeTimeout(CONNECT_MILLIS);
    factory.setAutomaticRecoveryEnabled(false);
    return factory.newConnection("errand rig");
  }
}
