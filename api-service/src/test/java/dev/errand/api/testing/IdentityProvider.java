package dev.errand.api.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.List;
import java.util.Map;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;

/** An OpenID Connect provider with its own keys, over HTTP. */
public final class IdentityProvider implements QuarkusTestResourceLifecycleManager {

  public static final String AUDIENCE = "errand";

  private static final String ISSUER = "people";
  private static final MockOAuth2Server SERVER = new MockOAuth2Server();

  /** A token of the provider. */
  public static String token(String subject, Map<String, Object> claims) {
    return token(subject, AUDIENCE, claims, 60);
  }

  /** A token of the provider. */
  public static String token(
      String subject, String audience, Map<String, Object> claims, long seconds) {
    return SERVER
        .issueToken(
            ISSUER,
            "a-client",
            new DefaultOAuth2TokenCallback(
                ISSUER, subject, "JWT", List.of(audience), claims, seconds))
        .serialize();
  }

  @Override
  public Map<String, String> start() {
    SERVER.start();
    return Map.of(
        "errand.access.oidc.enabled",
        "true",
        "errand.access.oidc.issuer",
        SERVER.issuerUrl(ISSUER).toString(),
        "errand.access.oidc.audience",
        AUDIENCE);
  }

  @Override
  public void stop() {
    SERVER.shutdown();
  }
}
