package dev.errand.api.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;

/** An OpenID Connect provider with its own keys, over HTTP. */
public final class IdentityProvider implements QuarkusTestResourceLifecycleManager {

  public static final String AUDIENCE = "errand";

  private static final String ISSUER = "people";
  private static final Map<String, Object> PERSON = new ConcurrentHashMap<>();
  private static MockOAuth2Server server = new MockOAuth2Server();

  /** A token of the provider. */
  public static String token(String subject, Map<String, Object> claims) {
    return token(subject, AUDIENCE, claims, 60);
  }

  /** A token of the provider. */
  public static String token(
      String subject, String audience, Map<String, Object> claims, long seconds) {
    return server
        .issueToken(
            ISSUER,
            "a-client",
            new DefaultOAuth2TokenCallback(
                ISSUER, subject, "JWT", List.of(audience), claims, seconds))
        .serialize();
  }

  /** Whom it signs in at its page from now on. */
  public static void signsIn(String subject, Map<String, Object> claims, long seconds) {
    PERSON.clear();
    PERSON.putAll(claims);
    // Others in the queue have the same claims.
    server.enqueueCallback(
        new DefaultOAuth2TokenCallback(ISSUER, subject, "JWT", List.of(AUDIENCE), PERSON, seconds));
  }

  /** It is gone from now on. */
  public static void leave() {
    server.shutdown();
  }

  @Override
  public Map<String, String> start() {
    server = new MockOAuth2Server();
    server.start();
    return Map.of(
        "errand.access.oidc.enabled",
        "true",
        "errand.access.oidc.issuer",
        server.issuerUrl(ISSUER).toString(),
        "errand.access.oidc.audience",
        AUDIENCE);
  }

  @Override
  public void stop() {
    server.shutdown();
  }
}
