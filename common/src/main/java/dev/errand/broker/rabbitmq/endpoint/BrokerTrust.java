package dev.errand.broker.rabbitmq.endpoint;

import io.quarkus.tls.TlsConfiguration;
import io.vertx.core.Vertx;
import io.vertx.core.net.SSLOptions;
import io.vertx.core.net.TrustOptions;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * The trust manager of RabbitMQ's clients, which also verifies the host name: Vert.x' client has no
 * setting for that, but a trust manager sees the socket and can do it. The bucket's content is read
 * at each check.
 */
final class BrokerTrust extends X509ExtendedTrustManager {

  private static final X509Certificate[] NONE = {};

  private final Optional<TlsConfiguration> bucket;
  private final Vertx vertx;

  /**
   * @param bucket if empty, the JVM's CAs are trusted
   */
  BrokerTrust(Optional<TlsConfiguration> bucket, Vertx vertx) {
    this.bucket = bucket;
    this.vertx = vertx;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    SSLSocket connection = (SSLSocket) socket;
    checkSession(connection.getHandshakeSession());
    SSLParameters parameters = connection.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm(hostNameAlgorithm());
    connection.setSSLParameters(parameters);
    for (TrustManager manager : authorities()) {
      ((X509ExtendedTrustManager) manager).checkServerTrusted(chain, authType, socket);
    }
    for (TrustManager manager : policy()) {
      ((X509TrustManager) manager).checkServerTrusted(chain, authType);
    }
  }

  /** Neither client has a setting for these. */
  private void checkSession(SSLSession session) throws CertificateException {
    if (bucket.isPresent()) {
      SSLOptions allowed = bucket.get().getSSLOptions();
      check(session.getProtocol(), allowed.getEnabledSecureTransportProtocols(), "protocols");
      check(session.getCipherSuite(), allowed.getEnabledCipherSuites(), "cipher-suites");
    }
  }

  private void check(String used, Set<String> allowed, String setting) throws CertificateException {
    if (!allowed.isEmpty() && !allowed.contains(used)) {
      throw new CertificateException(
          "%s is not in quarkus.tls.%s.%s".formatted(used, bucket.get().getName(), setting));
    }
  }

  /** Empty if the name is not verified. */
  private String hostNameAlgorithm() {
    return bucket
        .flatMap(TlsConfiguration::getHostnameVerificationAlgorithm)
        .map(algorithm -> "NONE".equals(algorithm) ? "" : algorithm)
        .orElse("HTTPS");
  }

  /** The JVM's own check of chain and name; without a store, against the JVM's CAs. */
  private TrustManager[] authorities() throws CertificateException {
    try {
      KeyStore store = bucket.map(TlsConfiguration::getTrustStore).orElse(null);
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return factory.getTrustManagers();
    } catch (GeneralSecurityException e) {
      throw new CertificateException("the trust store can't be used", e);
    }
  }

  /**
   * The registry's managers apply the bucket's policy for expired certificates but do not check
   * names.
   */
  private TrustManager[] policy() throws CertificateException {
    TrustOptions options = bucket.map(TlsConfiguration::getTrustStoreOptions).orElse(null);
    try {
      return options == null
          ? new TrustManager[0]
          : options.getTrustManagerFactory(vertx).getTrustManagers();
    } catch (Exception e) {
      // Declared by Vert.x.
      throw new CertificateException("the trust store can't be used", e);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw unexpected();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw unexpected();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw unexpected();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw unexpected();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw unexpected();
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return NONE;
  }

  /** Without a socket there is no name to verify, so nothing is trusted. */
  private static CertificateException unexpected() {
    return new CertificateException("only a broker's certificate, on a socket, can be checked");
  }
}
