package dev.errand.broker.rabbitmq;

import dev.errand.testing.Authority;
import dev.errand.testing.Authority.Issued;
import dev.errand.testing.TlsRabbitMq;
import java.nio.file.Path;
import java.util.Map;

/**
 * Besides the TLS configuration that works with the broker, some that lack something or have too
 * much.
 */
public class TlsRabbitMqBuckets extends TlsRabbitMq {

  private Issued rotated;
  private Path rotatedTrust;

  @Override
  public Map<String, String> start() {
    Map<String, String> settings = super.start();
    Path broker = known().certificate();
    Authority other = new Authority(folder("other"));
    Issued client = known().issue("client");
    bucket("stranger", other.certificate(), client);
    bucket("nameless", broker, client);
    set("quarkus.tls.nameless.hostname-verification-algorithm", "NONE");
    bucket("old", broker, client);
    set("quarkus.tls.old.protocols", "TLSv1.2");
    set("quarkus.tls.anonymous.trust-store.pem.certs", broker.toString());
    set("quarkus.tls.gullible.trust-all", "true");
    rotated = other.issue("client");
    rotatedTrust = other.certificate().resolveSibling("rotated.crt");
    Authority.replace(rotatedTrust, other.certificate());
    bucket("rotated", rotatedTrust, rotated);
    set("quarkus.tls.rotated.reload-period", Authority.RELOAD_PERIOD);
    return settings;
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(this, new TestInjector.MatchesType(TlsRabbitMqBuckets.class));
  }

  /** Makes {@code rotated} trust the broker's CA. */
  void rotateTrust() {
    Authority.replace(rotatedTrust, known().certificate());
  }

  /** Gives {@code rotated} a client certificate that the broker accepts. */
  void rotateKey() {
    known().issue("client").replace(rotated);
  }
}
