package dev.errand.api.access;

import dev.errand.tenant.Caller;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
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
  private final KeyProvider keys;
  private final boolean tokensAccepted;

  @Inject
  KeyMechanism(BootstrapKey bootstrap, KeyProvider keys, AccessConfig config) {
    this.bootstrap = bootstrap;
    this.keys = keys;
    this.tokensAccepted = config.oidc().enabled();
  }

  /**
   * Who makes a request with a key that is known here, without any of the steps that a look-up
   * needs.
   *
   * @return empty if the key has to be looked up, or if there is none
   * @throws RejectedKeyException if the key is known to let nobody in
   */
  Optional<Caller> known(HttpServerRequest request) {
    return key(request).flatMap(keys::known);
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      RoutingContext exchange, IdentityProviderManager providers) {
    Optional<String> key = key(exchange.request());
    return key.isPresent()
        ? providers.authenticate(new KeyRequest(key.get()))
        : Uni.createFrom().nullItem();
  }

  private Optional<String> key(HttpServerRequest request) {
    return Credentials.of(request.headers()).filter(this::isKey);
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
