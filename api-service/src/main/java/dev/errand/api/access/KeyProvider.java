package dev.errand.api.access;

import dev.errand.api.access.RejectedKeyException.Reason;
import dev.errand.store.access.KnownKey;
import dev.errand.tenant.Caller;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** Decides who has a key. */
@ApplicationScoped
class KeyProvider implements IdentityProvider<KeyRequest> {

  private final BootstrapKey bootstrap;
  private final KnownKeys keys;
  private final KeyUses uses;
  private final Clock clock;

  @Inject
  KeyProvider(BootstrapKey bootstrap, KnownKeys keys, KeyUses uses, Clock clock) {
    this.bootstrap = bootstrap;
    this.keys = keys;
    this.uses = uses;
    this.clock = clock;
  }

  @Override
  public Class<KeyRequest> getRequestType() {
    return KeyRequest.class;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      KeyRequest request, AuthenticationRequestContext context) {
    if (bootstrap.is(request.key())) {
      return Uni.createFrom().item(Identities.of(bootstrap.caller()));
    }
    Optional<KeyText> key = KeyText.parse(request.key());
    return key.isEmpty()
        ? Uni.createFrom().failure(new RejectedKeyException(Reason.MALFORMED))
        : keys.find(key.get().id()).map(known -> Identities.of(caller(key.get(), known)));
  }

  /**
   * Who has a key, if that is known here.
   *
   * @return empty if it has to be looked up, or is no key
   * @throws RejectedKeyException if it is known to let nobody in
   */
  Optional<Caller> known(String credential) {
    if (bootstrap.is(credential)) {
      return Optional.of(bootstrap.caller());
    }
    Optional<KeyText> key = KeyText.parse(credential);
    if (key.isEmpty()) {
      return Optional.empty();
    }
    Optional<KnownKey> known = keys.known(key.get().id());
    return known == null ? Optional.empty() : Optional.of(caller(key.get(), known));
  }

  /** Who has the key with this id and this hash. */
  Uni<Caller> caller(String id, byte[] hash) {
    return keys.find(id).map(known -> caller(id, hash, known));
  }

  private Caller caller(KeyText key, Optional<KnownKey> recorded) {
    return caller(key.id(), key.hash(), recorded);
  }

  /** What is wrong with a key is said only to those who have its secret. */
  private Caller caller(String id, byte[] hash, Optional<KnownKey> recorded) {
    Instant now = clock.instant();
    KnownKey known =
        recorded
            .filter(it -> it.has(hash, now))
            .orElseThrow(() -> new RejectedKeyException(Reason.UNKNOWN));
    if (known.revoked()) {
      throw new RejectedKeyException(Reason.REVOKED);
    }
    if (known.isExpiredAt(now)) {
      throw new RejectedKeyException(Reason.EXPIRED);
    }
    if (known.suspended()) {
      throw new RejectedKeyException(Reason.SUSPENDED);
    }
    uses.add(id, now);
    return known.caller();
  }
}
