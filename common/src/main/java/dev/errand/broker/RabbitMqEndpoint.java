package dev.errand.broker;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MetricsCollector;
import io.vertx.rabbitmq.RabbitMQOptions;
import java.io.IOException;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

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

  private RabbitMqEndpoint(ConnectionFactory factory) {
    this.factory = factory;
  }

  static RabbitMqEndpoint of(String url) {
    ConnectionFactory factory = new ConnectionFactory();
    try {
      factory.setUri(url);
      if (factory.isSSL()) {
        // The client's own default trusts every certificate.
        factory.useSslProtocol(SSLContext.getDefault());
        factory.enableHostnameVerification();
      }
    } catch (URISyntaxException | GeneralSecurityException | IllegalArgumentException e) {
      // Neither the URL nor the cause's message, which quotes it: it holds a password.
      throw new IllegalArgumentException(
          "errand.rabbitmq.url is not of the form amqp://user:password@host:port/virtual-host");
    }
    factory.setConnectionTimeout(CONNECT_MILLIS);
    factory.setHandshakeTimeout(CONNECT_MILLIS);
    factory.setRequestedHeartbeat(HEARTBEAT_SECONDS);
    factory.setChannelRpcTimeout(ANSWER_MILLIS);
    factory.setAutomaticRecoveryEnabled(false);
    return new RabbitMqEndpoint(factory);
  }

  /** A new connection, which does not recover by itself. */
  Connection connect(String name) throws IOException, TimeoutException {
    return factory.newConnection(name);
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
    options.setSsl(factory.isSSL());
    return options;
  }

  @Override
  public String toString() {
    return factory.getHost() + ":" + factory.getPort();
  }
}
