package dev.errand.broker.rabbitmq.endpoint;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.tls.TlsConfiguration;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.rabbitmq.RabbitMQOptions;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * The TLS of connections to RabbitMQ, for publisher and consumer alike. The bucket's content is
 * read for each connection, so that a reload takes effect with the next one.
 */
public final class BrokerTls {

  private final BrokerTrust trust;
  private final Optional<KeyCertOptions> key;
  private final Vertx vertx;

  private BrokerTls(Optional<TlsConfiguration> bucket, Vertx vertx) {
    this.trust = new BrokerTrust(bucket, vertx);
    this.key = bucket.filter(b -> b.getKeyStoreOptions() != null).map(CurrentKey::new);
    this.vertx = vertx;
  }

  /** Trusts the JVM's CAs and presents no certificate. */
  public static BrokerTls ofJvm(Vertx vertx) {
    return new BrokerTls(Optional.empty(), vertx);
  }

  /**
   * As configured by a bucket.
   *
   * @throws ConfigurationException if it contains a setting that cannot be applied
   */
  public static BrokerTls of(TlsConfiguration bucket, Vertx vertx) {
    if (bucket.isTrustAll()) {
      throw refused(bucket, "trust-all", "set a trust-store instead");
    }
    if (!bucket.getSSLOptions().getCrlValues().isEmpty()) {
      throw refused(
          bucket, "certificate-revocation-list", "use a TLS configuration without it for RabbitMQ");
    }
    return new BrokerTls(Optional.of(bucket), vertx);
  }

  private static ConfigurationException refused(TlsConfiguration bucket, String what, String hint) {
    return new ConfigurationException(
        "RabbitMQ can't be used with quarkus.tls.%s.%s: %s"
            .formatted(bucket.getName(), what, hint));
  }

  /** For one connection of the RabbitMQ client. */
  SSLContext context() throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      KeyManager[] keys = null;
      if (key.isPresent()) {
        keys = key.get().getKeyManagerFactory(vertx).getKeyManagers();
      }
      context.init(keys, new TrustManager[] {trust}, null);
      return context;
    } catch (Exception e) {
      // Declared by Vert.x.
      throw new IOException("the certificates for RabbitMQ can't be used", e);
    }
  }

  /** For all connections of a Vert.x client, which queries trust and key for each. */
  void secure(RabbitMQOptions options) {
    options.setSsl(true);
    options.setTrustOptions(TrustOptions.wrap(trust));
    key.ifPresent(options::setKeyCertOptions);
  }

  /** The bucket's key and certificate at the time of the query. */
  private record CurrentKey(TlsConfiguration bucket) implements KeyCertOptions {

    @Override
    public KeyCertOptions copy() {
      return this;
    }

    @Override
    public KeyManagerFactory getKeyManagerFactory(Vertx vertx) throws Exception {
      return bucket.getKeyStoreOptions().getKeyManagerFactory(vertx);
    }

    /** Null says that no name has a key of its own, which Vert.x' type cannot say. */
    @Override
    @SuppressWarnings("NullAway")
    public Function<String, KeyManagerFactory> keyManagerFactoryMapper(Vertx vertx) {
      return _ -> null;
    }
  }
}
