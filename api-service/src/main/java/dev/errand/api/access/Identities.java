package dev.errand.api.access;

import dev.errand.tenant.Caller;
import dev.errand.tenant.Right;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import java.util.Optional;
import java.util.stream.Collectors;

/** Callers as identities of Quarkus' security. */
final class Identities {

  private static final String CALLER = Caller.class.getName();

  private Identities() {}

  static SecurityIdentity of(Caller caller) {
    return QuarkusSecurityIdentity.builder()
        .setPrincipal(new QuarkusPrincipal(caller.name()))
        .addRoles(caller.rights().stream().map(Right::text).collect(Collectors.toSet()))
        .addAttribute(CALLER, caller)
        .build();
  }

  /** The caller; empty if the identity was made by somebody else. */
  static Optional<Caller> caller(SecurityIdentity identity) {
    return Optional.ofNullable(identity.getAttribute(CALLER));
  }
}
