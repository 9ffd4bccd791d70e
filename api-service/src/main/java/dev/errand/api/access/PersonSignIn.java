package dev.errand.api.access;

import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.ProblemType;
import dev.errand.tenant.Access;
import dev.errand.tenant.Caller;
import dev.errand.tenant.Right;
import io.quarkus.oidc.runtime.OidcAuthenticationMechanism;
import io.quarkus.oidc.runtime.OidcUtils;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Signs people in to the console at the page of the identity provider. Quarkus speaks with the
 * provider and checks what it says.
 */
@ApplicationScoped
public class PersonSignIn {

  private static final String SESSION = OidcUtils.SESSION_COOKIE_NAME + "_" + ConsoleTenant.ID;

  /** Meanwhile, somebody looks at an empty page. */
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final AccessConfig.OidcConfig config;
  private final ConsoleTenant tenant;
  private final OidcAuthenticationMechanism mechanism;
  private final IdentityProviderManager identities;

  @Inject
  PersonSignIn(
      AccessConfig config,
      ConsoleTenant tenant,
      OidcAuthenticationMechanism mechanism,
      IdentityProviderManager identities) {
    this.config = config.oidc();
    this.tenant = tenant;
    this.mechanism = mechanism;
    this.identities = identities;
  }

  /** What the provider is called; empty if it signs nobody in here. */
  public Optional<String> provider() {
    return tenant.isConfigured()
        ? config.name().or(() -> config.issuer().map(issuer -> URI.create(issuer).getHost()))
        : Optional.empty();
  }

  /**
   * Starts a sign-in, and sets the cookie with what its end is compared with.
   *
   * @param secure whether the cookie needs TLS
   * @return the provider's page
   * @throws ProblemException if the provider cannot be reached
   */
  public URI start(RoutingContext exchange, boolean secure) {
    Optional<ChallengeData> challenge = ask(exchange, () -> mechanism.getChallenge(exchange));
    exchange.request().cookies().stream()
        .filter(cookie -> cookie.getName().startsWith(OidcUtils.STATE_COOKIE_NAME))
        .forEach(cookie -> cookie.setSecure(secure));
    return challenge
        .map(it -> it.getHeaders().get(HttpHeaders.LOCATION))
        .map(URI::create)
        .orElseThrow(SignInFailure::notOurs);
  }

  /**
   * Ends a sign-in: the provider has sent somebody back.
   *
   * @return who it is
   * @throws ProblemException if it is nobody who may use this service
   */
  public Caller finish(RoutingContext exchange) {
    Optional<SecurityIdentity> identity =
        ask(exchange, () -> mechanism.authenticate(exchange, identities));
    // It would have nothing in it.
    exchange.response().removeCookies(SESSION, false);
    Caller person =
        identity
            .flatMap(Identities::caller)
            .filter(caller -> caller.access() == Access.PERSON)
            .orElseThrow(SignInFailure::notOurs);
    if (person.rights().isEmpty()) {
      throw new ProblemException(ProblemType.FORBIDDEN, noRole(person));
    }
    return person;
  }

  private <T> Optional<T> ask(RoutingContext exchange, Supplier<Uni<T>> step) {
    ConsoleTenant.mark(exchange);
    try {
      return Optional.ofNullable(step.get().await().atMost(LONGEST));
    } catch (RuntimeException e) {
      throw SignInFailure.of(e, provider().orElse("the provider"), config.tenantClaim());
    }
  }

  private String noRole(Caller person) {
    return "you are %s of tenant %s, but the token of %s gives you no role: its claim %s needs one of: %s"
        .formatted(
            person.name(),
            person.tenant(),
            provider().orElse("the provider"),
            config.rolesClaim(),
            Arrays.stream(Right.values()).map(Right::text).collect(Collectors.joining(", ")));
  }
}
