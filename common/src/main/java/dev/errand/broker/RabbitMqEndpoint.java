package dev.errand.broker;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MetricsCollector;
import io.vertx.rabbitmq.RabbitMQOptions;
import java.io.IOException;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeoutException;

/**
 * Where RabbitMQ is and how to log in: the one place that reads the URL and says how long to wait.
 */
final class RabbitMqEndpoint {

  private static final int HEARTBEAT_SECONDS = 10;
  private static final int CONNECT_MILLIS = 5_000;
  private static final int ANSWER_MILLIS = 5_000;

  /** Shorter than our own pause, so that no timer of Vert.x' outlives a connection. */
  private static final int RECONNECT_MILLIS = 100;

  private final ConnectionFactory factory;
  private final BrokerTls tls;

  private RabbitMqEndpoint(ConnectionFactory factory, BrokerTls tls) {
    this.factory = factory;
    this.tls = tls;
  }

  /**
   * @param tls for a URL with {@code amqps}
   */
  static RabbitMqEndpoint of(String url, BrokerTls tls) {
    ConnectionFactory factory = new ConnectionFactory();
    try {
      factory.setUri(url);
    } catch (URISyntaxException | GeneralSecurityException | IllegalArgumentException e) {
      // Neither the URL nor the cause's message, which quotes it: it holds a password.
      throw new IllegalArgumentException(
          "errand.rabbitmq.url is not of the form amqp[s]://user:password@host:port/virtual-host");
    }
    factory.setConnectionTimeout(CONNECT_MILLIS);
    factory.setHandshakeTimeout(CONNECT_MILLIS);
    factory.setRequestedHeartbeat(HEARTBEAT_SECONDS);
    factory.setChannelRpcTimeout(ANSWER_MILLIS);
    factory.setAutomaticRecoveryEnabled(false);
    return new RabbitMqEndpoint(factory, tls);
  }

  /** A new connection, which does not recover by itself. */
  Connection connect(String name) throws IOException, TimeoutException {
    if (!isSecure()) {
      return factory.newConnection(name);
    }
    // Of its own: the client's default trusts every certificate.
    ConnectionFactory secured = factory.clone();
    secured.useSslProtocol(tls.context());
    return secured.newConnection(name);
  }

  /** Whether connections are encrypted. */
  boolean isSecure() {
    return factory.isSSL();
  }

  /**
   * The options of a SmallRye client for one connection at a time. Vert.x' own reconnecting is off;
   * docs/adr/0005 says why.
   */
  RabbitMQOptions options(String name, MetricsCollector observer) {
    RabbitMQOptions options = new RabbitMQOptions();
    options.setConnectionName(name);
    options.setHost(factory.getHost()).setPort(factory.getPort());
    options.setUser(factory.getUsername()).setPassword(factory.getPassword());
    options.setVirtualHost(factory.getVirtualHost());
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
    return factory.getHost() + ":" + factory.getPort();
  }
}
