package dev.errand.broker.rabbitmq.endpoint;

import com.rabbitmq.client.Address;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MetricsCollector;
import io.vertx.rabbitmq.RabbitMQOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;

/**
 * RabbitMQ's address, login and time limits. Each connection goes to a node that responds: the
 * client tries all of them in random order.
 */
public final class RabbitMqEndpoint {

  private static final int HEARTBEAT_SECONDS = 10;
  private static final int CONNECT_MILLIS = 5_000;
  private static final int ANSWER_MILLIS = 5_000;

  /** Shorter than our own pause, so that no timer of Vert.x' outlives a connection. */
  private static final int RECONNECT_MILLIS = 100;

  private final RabbitMqUrl url;
  private final List<Address> addresses;
  private final ConnectionFactory factory = new ConnectionFactory();
  private final BrokerTls tls;

  /**
   * @param tls for a URL with {@code amqps}
   */
  public RabbitMqEndpoint(RabbitMqUrl url, BrokerTls tls) {
    this.url = url;
    this.addresses =
        url.nodes().stream().map(node -> new Address(node.host(), node.port())).toList();
    this.tls = tls;
    factory.setUsername(url.user());
    factory.setPassword(url.password());
    factory.setVirtualHost(url.virtualHost());
    factory.setConnectionTimeout(CONNECT_MILLIS);
    factory.setHandshakeTimeout(CONNECT_MILLIS);
    factory.setRequestedHeartbeat(HEARTBEAT_SECONDS);
    factory.setChannelRpcTimeout(ANSWER_MILLIS);
    factory.setAutomaticRecoveryEnabled(false);
  }

  /** Opens a connection that does not recover by itself. */
  public Connection connect(String name) throws IOException, TimeoutException {
    ConnectionFactory current = factory;
    if (url.secure()) {
      current = factory.clone();
      current.useSslProtocol(tls.context());
    }
    return current.newConnection(addresses, name);
  }

  /** How long an attempt to connect may take if every node uses its full time limit. */
  public Duration longestAttempt() {
    return Duration.ofMillis(2L * CONNECT_MILLIS).multipliedBy(addresses.size());
  }

  /** Whether connections are encrypted. */
  boolean isSecure() {
    return url.secure();
  }

  /**
   * The options of a SmallRye client for one connection at a time. Vert.x' own reconnecting is off;
   * docs/adr/0005 says why.
   */
  public RabbitMQOptions options(String name, MetricsCollector observer) {
    RabbitMQOptions options = new RabbitMQOptions();
    options.setConnectionName(name);
    options.setAddresses(addresses);
    options.setUser(url.user()).setPassword(url.password());
    options.setVirtualHost(url.virtualHost());
    options.setConnectionTimeout(CONNECT_MILLIS).setHandshakeTimeout(CONNECT_MILLIS);
    options.setRequestedHeartbeat(HEARTBEAT_SECONDS);
    options.setAutomaticRecoveryEnabled(false).setReconnectAttempts(0);
    options.setReconnectInterval(RECONNECT_MILLIS);
    options.setMetricsCollector(observer);
    if (isSecure()) {
      tls.secure(options);
    }
    return options;
  }

  @Override
  public String toString() {
    return url.shown();
  }
}
