package dev.errand.api.access;

import dev.errand.api.access.RejectedKeyException.Reason;
import dev.errand.store.access.KnownTenant;
import dev.errand.tenant.Access;
import dev.errand.tenant.Caller;
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

  private Uni<SecurityIdentity> person(JsonWebToken token, Set<String> roles) {
    Optional<String> tenant = claim(token, config.oidc().tenantClaim()).or(config.oidc()::tenant);
    return tenant.isEmpty()
        ? Uni.createFrom().failure(new RejectedKeyException(Reason.NO_TENANT))
        : known
            .tenant(tenant.get())
            .map(found -> Identities.of(caller(token, tenant.get(), found, roles)));
  }

  private static Caller caller(
      JsonWebToken token, String name, Optional<KnownTenant> found, Set<String> roles) {
    KnownTenant tenant = found.orElseThrow(() -> new RejectedKeyException(Reason.NO_TENANT));
    if (tenant.suspended()) {
      throw new RejectedKeyException(Reason.SUSPENDED);
    }
    Set<Right> rights = EnumSet.noneOf(Right.class);
    roles.forEach(role -> Right.of(role).ifPresent(rights::add));
    return new Caller(name, Access.PERSON, name(token), rights, tenant.limits());
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
