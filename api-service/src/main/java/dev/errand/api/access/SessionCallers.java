package dev.errand.api.access;

import dev.errand.api.access.RejectedKeyException.Reason;
import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.ProblemType;
import dev.errand.store.access.Session;
import dev.errand.store.access.Session.OfKey;
import dev.errand.store.access.Session.OfPerson;
import dev.errand.tenant.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/**
 * Who is behind the console's sessions. The session of a key is worth what its key is worth now,
 * and that of a person what the token permitted, within the limits that the tenant has now.
 */
@ApplicationScoped
public class SessionCallers {

  private final BootstrapKey bootstrap;
  private final KeyProvider keys;
  private final People people;

  @Inject
  SessionCallers(BootstrapKey bootstrap, KeyProvider keys, People people) {
    this.bootstrap = bootstrap;
    this.keys = keys;
    this.people = people;
  }

  /**
   * What to record of a session that is opened with a key.
   *
   * @param token of the session
   * @throws ProblemException if the key lets nobody in
   */
  public Session open(String key, String token) {
    try {
      if (bootstrap.is(key)) {
        return new OfKey(Optional.empty(), bootstrap.proof(token));
      }
      KeyText text =
          KeyText.parse(key).orElseThrow(() -> new RejectedKeyException(Reason.MALFORMED));
      Session session = new OfKey(Optional.of(text.id()), text.hash());
      caller(session, token).await().indefinitely();
      return session;
    } catch (RejectedKeyException e) {
      throw new ProblemException(ProblemType.INVALID_CREDENTIALS, e.reason().detail());
    }
  }

  /** Who is signed in; fails with {@link RejectedKeyException} if that lets nobody in now. */
  public Uni<Caller> caller(Session session, String token) {
    return switch (session) {
      case OfKey key when key.apiKey().isPresent() ->
          keys.caller(key.apiKey().get(), key.keyHash());
      case OfKey key -> Uni.createFrom().item(() -> bootstrap.caller(token, key.keyHash()));
      case OfPerson person -> people.caller(person);
    };
  }

  /** Nobody. */
  public static Uni<Caller> nobody() {
    return Uni.createFrom().failure(() -> new RejectedKeyException(Reason.UNKNOWN));
  }
}
