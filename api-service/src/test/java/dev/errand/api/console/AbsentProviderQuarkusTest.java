package dev.errand.api.console;

import static dev.errand.api.testing.Keys.admin;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.notNullValue;

import dev.errand.api.testing.Browser;
import dev.errand.api.testing.WithKeys;
import dev.errand.api.testing.WithPeople;
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
@TestProfile(AbsentProviderQuarkusTest.Absent.class)
@QuarkusTestResource(EmbeddedDatabase.class)
class AbsentProviderQuarkusTest {

  @Test
  void theFormSaysSoAndTakesKeys() {
    for (int i = 0; i < 2; i++) {
      Browser.anonymous()
          .get("/ui/oidc/login")
          .statusCode(503)
          .header("Retry-After", notNullValue())
          .body(
              allOf(
                  containsString("Example &lt;People&gt; cannot be reached. Sign in with a key"),
                  containsString("name=\"key\"")));
    }
    Browser.with(WithKeys.BOOTSTRAP).get("/ui/jobs").statusCode(200);
    admin().get("/v1/jobs").then().statusCode(200);
  }

  /** An identity provider at a port at which nobody listens. */
  public static final class Absent implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
      Map<String, String> settings = new HashMap<>(new WithPeople().getConfigOverrides());
      settings.put("errand.access.oidc.enabled", "true");
      settings.put("errand.access.oidc.issuer", "http://127.0.0.1:1/people");
      settings.put("errand.access.oidc.audience", "errand");
      return settings;
    }
  }
}
