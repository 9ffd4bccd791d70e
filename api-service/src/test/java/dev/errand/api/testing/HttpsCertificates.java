package dev.errand.api.testing;

import dev.errand.testing.Authority;
import dev.errand.testing.Authority.Issued;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Makes the service use only HTTPS, with a certificate that can be replaced. */
public class HttpsCertificates implements QuarkusTestResourceLifecycleManager {

  private Authority authority;
  private Issued used;

  @Override
  public Map<String, String> start() {
    authority = new Authority(folder());
    used = authority.issue("localhost");
    return Map.of(
        "quarkus.http.tls-configuration-name",
        "api",
        "quarkus.http.insecure-requests",
        "disabled",
        "quarkus.http.test-ssl-port",
        "0",
        "quarkus.tls.api.key-store.pem.server.cert",
        used.certificate().toString(),
        "quarkus.tls.api.key-store.pem.server.key",
        used.key().toString(),
        "quarkus.tls.api.reload-period",
        Authority.RELOAD_PERIOD);
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("errand-https");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(this, new TestInjector.MatchesType(HttpsCertificates.class));
  }

  /** The certificate of the service's CA. */
  public Path authority() {
    return authority.certificate();
  }

  /** Replaces the service's certificate; returns the new one. */
  public Path rotate() {
    Issued next = authority.issue("localhost");
    next.replace(used);
    return next.certificate();
  }

  @Override
  public void stop() {
    // Nothing is running here.
  }
}
