package dev.errand.api.access;

import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.Set;

/** Takes the API key from a request's headers. Tokens of people are left to OIDC. */
@ApplicationScoped
class KeyMechanism implements HttpAuthenticationMechanism {

  private static final int UNAUTHORIZED = 401;

  /** Before the mechanism of OpenID Connect, which rejects all bearer tokens that it can't read. */
  private static final int FIRST = 2 * DEFAULT_PRIORITY;

  private final BootstrapKey bootstrap;
  private final boolean tokensAccepted;

  @Inject
  KeyMechanism(BootstrapKey bootstrap, AccessConfig config) {
    this.bootstrap = bootstrap;
    this.tokensAccepted = config.oidc().enabled();
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      RoutingContext exchange, IdentityProviderManager providers) {
    Optional<String> key = Credentials.of(exchange.request().headers()).filter(this::isKey);
    return key.isPresent()
        ? providers.authenticate(new KeyRequest(key.get()))
        : Uni.createFrom().nullItem();
  }

  /** Everything but what looks like a token of an identity provider (a JWT has two dots). */
  private boolean isKey(String credential) {
    return !tokensAccepted
        || credential.startsWith(KeyText.PREFIX)
        || bootstrap.is(credential)
        || credential.indexOf('.') < 0;
  }

  /** {@link AccessFilter} responds instead. */
  @Override
  public Uni<ChallengeData> getChallenge(RoutingContext exchange) {
    return Uni.createFrom().item(new ChallengeData(UNAUTHORIZED, null, null));
  }

  @Override
  public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
    return Set.of(KeyRequest.class);
  }

  @Override
  public int getPriority() {
    return FIRST;
  }
}
