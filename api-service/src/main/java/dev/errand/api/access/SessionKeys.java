package dev.errand.api.access;

import dev.errand.api.access.RejectedKeyException.Reason;
import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.ProblemType;
import dev.errand.store.access.SessionStore.Session;
import dev.errand.tenant.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/** The keys behind the console's sessions: a session is worth what its key is worth now. */
@ApplicationScoped
public class SessionKeys {

  private final BootstrapKey bootstrap;
  private final KeyProvider keys;

  @Inject
  SessionKeys(BootstrapKey bootstrap, KeyProvider keys) {
    this.bootstrap = bootstrap;
    this.keys = keys;
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
        return new Session(Optional.empty(), bootstrap.proof(token));
      }
      KeyText text =
          KeyText.parse(key).orElseThrow(() -> new RejectedKeyException(Reason.MALFORMED));
      Session session = new Session(Optional.of(text.id()), text.hash());
      caller(session, token).await().indefinitely();
      return session;
    } catch (RejectedKeyException e) {
      throw new ProblemException(ProblemType.INVALID_CREDENTIALS, e.reason().detail());
    }
  }

  /** Who is signed in; fails with {@link RejectedKeyException} if the key lets nobody in now. */
  public Uni<Caller> caller(Session session, String token) {
    return session.apiKey().isPresent()
        ? keys.caller(session.apiKey().get(), session.keyHash())
        : Uni.createFrom().item(() -> bootstrap.caller(token, session.keyHash()));
  }

  /** Nobody. */
  public static Uni<Caller> nobody() {
    return Uni.createFrom().failure(() -> new RejectedKeyException(Reason.UNKNOWN));
  }
}
