package dev.errand.api.console.session;

import dev.errand.api.access.SessionCallers;
import dev.errand.api.config.ApiConfig;
import dev.errand.store.access.Session.OfPerson;
import dev.errand.store.access.SessionStore;
import dev.errand.tenant.Caller;
import dev.errand.text.Sha256;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;

/** Opens, finds and ends sessions. Of their tokens, only hashes are stored. */
@ApplicationScoped
public class Sessions {

  private static final int BYTES = 32;

  private final SessionStore store;
  private final SessionCallers callers;
  private final Duration lifetime;
  private final SecureRandom random = new SecureRandom();

  @Inject
  Sessions(SessionStore store, SessionCallers callers, ApiConfig config) {
    this.store = store;
    this.callers = callers;
    this.lifetime = config.console().sessionTime();
  }

  /** How long one lasts. */
  Duration lifetime() {
    return lifetime;
  }

  /**
   * Opens a session with a key; returns its token.
   *
   * @throws dev.errand.api.problem.ProblemException if the key lets nobody in
   */
  String open(String key) {
    String token = random();
    store.open(Sha256.of(token), callers.open(key, token), lifetime);
    return token;
  }

  /** Opens a session of a person; returns its token. */
  String open(Caller person) {
    String token = random();
    store.open(
        Sha256.of(token), new OfPerson(person.tenant(), person.name(), person.rights()), lifetime);
    return token;
  }

  /** Who is signed in with a token; fails if nobody is. */
  Uni<Caller> caller(String token) {
    return Uni.createFrom()
        .item(() -> store.find(Sha256.of(token)))
        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
        .chain(
            found ->
                found
                    .map(session -> callers.caller(session, token))
                    .orElseGet(SessionCallers::nobody));
  }

  /** Ends the session with this token. */
  void end(String token) {
    store.end(Sha256.of(token));
  }

  /** A text that nobody guesses. */
  String random() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
