package dev.errand.api.access;

import io.quarkus.oidc.OidcRequestContext;
import io.quarkus.oidc.OidcTenantConfig;
import io.quarkus.oidc.TenantConfigResolver;
import io.quarkus.oidc.runtime.OidcConfig;
import io.quarkus.oidc.runtime.OidcTenantConfig.ApplicationType;
import io.quarkus.oidc.runtime.OidcTenantConfig.Authentication.CookieSameSite;
import io.quarkus.oidc.runtime.OidcUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/**
 * How Quarkus signs people in to the console: by a code with PKCE, state and nonce, with all else
 * as configured for bearer tokens. Of requests to the API it knows nothing.
 */
@ApplicationScoped
class ConsoleTenant implements TenantConfigResolver {

  /** The names of its cookies end with it. */
  static final String ID = "errand-console";

  /** Below which its cookies count. */
  static final String PATH = "/ui/oidc";

  private static final String MARK = ConsoleTenant.class.getName();

  private final Optional<OidcTenantConfig> client;

  @Inject
  ConsoleTenant(AccessConfig access, OidcConfig oidc) {
    boolean asksForKeys = access.mode() == AccessConfig.Mode.KEYS;
    this.client =
        access
            .oidc()
            .clientId()
            .filter(_ -> asksForKeys && access.oidc().enabled())
            .map(id -> client(id, access.oidc(), OidcConfig.getDefaultTenant(oidc)));
  }

  /** Whether there is one. */
  boolean isConfigured() {
    return client.isPresent();
  }

  /** Makes a request one of the sign-in. */
  static void mark(RoutingContext exchange) {
    exchange.put(MARK, true);
  }

  @Override
  public Uni<OidcTenantConfig> resolve(
      RoutingContext exchange, OidcRequestContext<OidcTenantConfig> context) {
    if (exchange.get(MARK) != null) {
      return Uni.createFrom().item(client.orElseThrow());
    }
    // Otherwise a cookie of the sign-in would choose this tenant for any path.
    exchange.remove(OidcUtils.TENANT_ID_ATTRIBUTE);
    return Uni.createFrom().nullItem();
  }

  private static OidcTenantConfig client(
      String id, AccessConfig.OidcConfig config, io.quarkus.oidc.runtime.OidcTenantConfig common) {
    var tenant =
        OidcTenantConfig.builder(common)
            .tenantId(ID)
            .applicationType(ApplicationType.WEB_APP)
            .clientId(id)
            .token()
            .audience(id)
            .end()
            // Nothing of the provider's tokens is kept.
            .tokenStateManager()
            .encryptionRequired(false)
            .end();
    config.clientSecret().ifPresent(tenant::credentials);
    var flow =
        tenant
            .authentication()
            .pkceRequired()
            .nonceRequired()
            .failOnMissingStateParam()
            .restorePathAfterRedirect(false)
            .removeRedirectParameters(false)
            .redirectPath(
                config.serviceUrl().map(ConsoleTenant::base).orElse("") + PATH + "/callback")
            .scopes(config.scopes())
            .cookiePath(PATH)
            .stateCookieSameSite(CookieSameSite.LAX);
    config.stateSecret().ifPresent(flow::stateSecret);
    return flow.end().build();
  }

  private static String base(java.net.URI url) {
    return url.toString().replaceAll("/+$", "");
  }
}
