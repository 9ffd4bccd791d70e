package dev.errand.api.access;

import static dev.errand.api.testing.Keys.admin;
import static dev.errand.api.testing.Keys.with;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;

import dev.errand.api.testing.WithKeys;
import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The identity provider cannot be reached when the service starts, nor later. */
@QuarkusTest
@TestProfile(AbsentIdentityProviderQuarkusTest.Absent.class)
@QuarkusTestResource(EmbeddedDatabase.class)
class AbsentIdentityProviderQuarkusTest {

  /** A token of nobody: whose it is can't be found out. */
  private static final String TOKEN =
      "eyJhbGciOiJSUzI1NiIsImtpZCI6ImsifQ.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl";

  @Test
  void tokensAreAnsweredLaterAndKeysAsUsual() {
    with(TOKEN)
        .get("/v1/jobs")
        .then()
        .statusCode(503)
        .header("Retry-After", notNullValue())
        .body("type", is("urn:errand:problem:unavailable"));
    admin().get("/v1/jobs").then().statusCode(200);
    with("a-wrong-key").get("/v1/jobs").then().statusCode(401);
  }

  /** Keys, and an identity provider at a port at which nobody listens. */
  public static final class Absent implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
      Map<String, String> settings = new HashMap<>(new WithKeys().getConfigOverrides());
      settings.put("errand.access.oidc.enabled", "true");
      settings.put("errand.access.oidc.issuer", "http://127.0.0.1:1/people");
      settings.put("errand.access.oidc.audience", "errand");
      return settings;
    }
  }
}
