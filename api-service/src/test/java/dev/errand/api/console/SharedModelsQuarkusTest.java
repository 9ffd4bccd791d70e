package dev.errand.api.console;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import dev.errand.api.console.SharedModelsQuarkusTest.Forever;
import dev.errand.api.testing.Browser;
import dev.errand.api.testing.Keys;
import dev.errand.api.testing.StoredJobs;
import dev.errand.api.testing.WithKeys;
import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Pages that browsers renew are read once for all who look at them. */
@QuarkusTest
@TestProfile(Forever.class)
@QuarkusTestResource(EmbeddedDatabase.class)
class SharedModelsQuarkusTest {

  /** Keeps models for longer than a test takes. */
  public static final class Forever implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
      Map<String, String> settings = new HashMap<>(new WithKeys().getConfigOverrides());
      settings.put("quarkus.cache.caffeine.console.expire-after-write", "10M");
      return settings;
    }
  }

  @Inject StoredJobs stored;

  private static ValidatableResponse renewed(Browser browser, String page) {
    return browser.request().header("Errand-Renewal", "true").get(page).then().statusCode(200);
  }

  private String failed() {
    String lane = StoredJobs.freshLane();
    stored.queued(lane);
    stored.fail(stored.claim(lane));
    return lane;
  }

  @Test
  void aRenewalShowsWhatSomebodyElseHasJustSeen() {
    Browser one = Browser.with(WithKeys.BOOTSTRAP);
    Browser other = Browser.with(WithKeys.BOOTSTRAP);
    one.get("/ui/failures").statusCode(200);
    String lane = failed();

    renewed(other, "/ui/failures").body(not(containsString(lane)));
    other.get("/ui/failures").body(containsString(lane));
    renewed(one, "/ui/failures").body(containsString(lane));
  }

  @Test
  void nobodySharesWithAnotherTenantOrOtherRights() {
    String lane = failed();
    Browser.with(WithKeys.BOOTSTRAP).get("/ui/jobs").body(containsString(lane));
    String tenant = Keys.tenant();
    Browser.with(Keys.create(tenant, "submit", "read").key()).get("/ui/jobs").statusCode(200);

    renewed(Browser.with(Keys.create("default", "read").key()), "/ui/jobs")
        .body(containsString(lane));
    renewed(Browser.with(Keys.create(tenant, "read").key()), "/ui/jobs")
        .body(not(containsString(lane)));
    Browser.with(Keys.create(tenant, "submit").key())
        .request()
        .header("Errand-Renewal", "true")
        .get("/ui/jobs")
        .then()
        .statusCode(403);
  }

  @Test
  void whatIsWrongIsNotKept() {
    Browser browser = Browser.with(WithKeys.BOOTSTRAP);

    for (int i = 0; i < 2; i++) {
      browser
          .request()
          .header("Errand-Renewal", "true")
          .get("/ui/usage?by=colour")
          .then()
          .statusCode(400)
          .body(containsString("must be some of"));
    }
  }
}
