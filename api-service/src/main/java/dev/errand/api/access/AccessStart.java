package dev.errand.api.access;

import dev.errand.telemetry.LogLine;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Refuses to start a service that would serve everybody who reaches it from elsewhere. */
class AccessStart {

  private static final Logger LOG = Logger.getLogger(AccessStart.class);

  /** What encrypts with 256 bits. */
  private static final int SECRET = 32;

  void check(
      @Observes StartupEvent started,
      AccessConfig config,
      BootstrapKey bootstrap,
      @ConfigProperty(name = "quarkus.http.host") String host) {
    switch (config.mode()) {
      case OPEN -> {
        if (!OpenAccess.isLoopback(host)) {
          throw new ConfigurationException(
              "errand.access=open serves everybody, so it needs a loopback address, not "
                  + host
                  + ": set quarkus.http.host=127.0.0.1 (QUARKUS_HTTP_HOST), or errand.access=keys"
                  + " (ERRAND_ACCESS) and errand.access.bootstrap-key for the first key");
        }
        LOG.warn(
            LogLine.event("access_open")
                .with("host", host)
                .next("whoever can run programs on this machine may use it"));
      }
      case KEYS -> {
        requireWhole(config.oidc());
        LOG.info(
            LogLine.event("access_by_key")
                .with("bootstrap_key", bootstrap.isConfigured() ? "configured" : "none")
                .with(
                    "tokens_of",
                    config.oidc().enabled() ? config.oidc().issuer().orElseThrow() : "nobody"));
      }
    }
  }

  private static void requireWhole(AccessConfig.OidcConfig oidc) {
    if (oidc.enabled() && (oidc.issuer().isEmpty() || oidc.audience().isEmpty())) {
      throw new ConfigurationException(
          "errand.access.oidc.enabled=true needs errand.access.oidc.issuer and"
              + " errand.access.oidc.audience, which every token must name");
    }
    if (oidc.clientId().isPresent()) {
      requireClient(oidc);
    }
  }

  private static void requireClient(AccessConfig.OidcConfig oidc) {
    if (!oidc.enabled()) {
      throw new ConfigurationException(
          "errand.access.oidc.client-id needs errand.access.oidc.enabled=true");
    }
    if (!oidc.serviceUrl().map(AccessStart::isOfPages).orElse(true)) {
      throw new ConfigurationException(
          "errand.access.oidc.service-url must be an address like https://errand.example.com");
    }
    boolean isSecret =
        oidc.stateSecret().or(oidc::clientSecret).filter(it -> it.length() >= SECRET).isPresent();
    if (!isSecret) {
      throw new ConfigurationException(
          "errand.access.oidc.client-id needs errand.access.oidc.state-secret or"
              + " errand.access.oidc.client-secret with 32 characters or more, such as from:"
              + " openssl rand -hex 32");
    }
  }

  /** Whether browsers find pages below it, and it has nothing after its path. */
  private static boolean isOfPages(URI url) {
    boolean isHttp = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
    return isHttp
        && url.getHost() != null
        && url.getRawQuery() == null
        && url.getRawFragment() == null;
  }
}
