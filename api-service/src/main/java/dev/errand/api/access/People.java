package dev.errand.api.access;

import dev.errand.api.access.RejectedKeyException.Reason;
import dev.errand.store.access.KnownTenant;
import dev.errand.store.access.Session.OfPerson;
import dev.errand.tenant.Access;
import dev.errand.tenant.Caller;
import dev.errand.tenant.Limits;
import dev.errand.tenant.Right;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.jwt.Claims;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Makes callers of people whom the identity provider has signed in. */
@ApplicationScoped
class People implements SecurityIdentityAugmentor {

  /** Longer names would only fill the audit log. */
  private static final int LONGEST_NAME = 200;

  private final AccessConfig config;
  private final KnownKeys known;

  @Inject
  People(AccessConfig config, KnownKeys known) {
    this.config = config;
    this.known = known;
  }

  @Override
  public Uni<SecurityIdentity> augment(
      SecurityIdentity identity, AuthenticationRequestContext context) {
    return identity.getPrincipal() instanceof JsonWebToken token
        ? person(token, identity.getRoles())
        : Uni.createFrom().item(identity);
  }

  /** Who is signed in with a session, which is worth nothing once nobody signs in so any more. */
  Uni<Caller> caller(OfPerson person) {
    return config.oidc().enabled() && config.oidc().clientId().isPresent()
        ? caller(person.tenant(), person.name(), person.rights())
        : SessionCallers.nobody();
  }

  private Uni<SecurityIdentity> person(JsonWebToken token, Set<String> roles) {
    Set<Right> rights = EnumSet.noneOf(Right.class);
    roles.forEach(role -> Right.of(role).ifPresent(rights::add));
    return claim(token, config.oidc().tenantClaim())
        .or(config.oidc()::tenant)
        .map(tenant -> caller(tenant, name(token), rights).map(Identities::of))
        .orElseGet(() -> Uni.createFrom().failure(new RejectedKeyException(Reason.NO_TENANT)));
  }

  private Uni<Caller> caller(String tenant, String name, Set<Right> rights) {
    return known
        .tenant(tenant)
        .map(found -> new Caller(tenant, Access.PERSON, name, rights, limits(found)));
  }

  private static Limits limits(Optional<KnownTenant> found) {
    KnownTenant tenant = found.orElseThrow(() -> new RejectedKeyException(Reason.NO_TENANT));
    if (tenant.suspended()) {
      throw new RejectedKeyException(Reason.SUSPENDED);
    }
    return tenant.limits();
  }

  /** What people recognize, and what is unique if there is nothing else. */
  private static String name(JsonWebToken token) {
    String name =
        claim(token, Claims.email.name())
            .or(() -> claim(token, Claims.preferred_username.name()))
            .or(() -> claim(token, Claims.sub.name()))
            .orElse("unknown");
    return "person:" + name.substring(0, Math.min(name.length(), LONGEST_NAME));
  }

  private static Optional<String> claim(JsonWebToken token, String name) {
    return Optional.ofNullable(token.getClaim(name))
        .map(Object::toString)
        .filter(text -> !text.isBlank());
  }
}
