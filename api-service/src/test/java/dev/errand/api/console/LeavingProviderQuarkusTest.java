package dev.errand.api.console;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.errand.api.testing.Browser;
import dev.errand.api.testing.IdentityProvider;
import dev.errand.api.testing.Keys;
import dev.errand.api.testing.Person;
import dev.errand.api.testing.WithKeys;
import dev.errand.api.testing.WithPeople;
import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A client with a secret behind a proxy, whose identity provider leaves in the middle. */
@QuarkusTest
@TestProfile(LeavingProviderQuarkusTest.BehindAProxy.class)
@QuarkusTestResource(EmbeddedDatabase.class)
@WithTestResource(IdentityProvider.class)
class LeavingProviderQuarkusTest {

  @Test
  void whoIsSignedInStaysAndOthersAreToldSo() {
    String tenant = Keys.tenant();
    Person early = Person.of(tenant, "read");
    HttpResponse<String> end = early.open(here(early.callback(early.page())));
    assertEquals(200, end.statusCode(), end.body());
    Browser browser = Browser.in(early.cookie("errand_session").orElseThrow());
    Person late = Person.of(tenant, "read");
    URI page = late.page();
    assertThat(
        URLDecoder.decode(page.getRawQuery(), StandardCharsets.UTF_8),
        containsString("redirect_uri=https://errand.example/ui/oidc/callback&"));
    URI callback = late.callback(page);
    assertThat(callback.toString(), startsWith("https://errand.example/ui/oidc/callback?"));
    IdentityProvider.leave();

    HttpResponse<String> refused = late.open(here(callback));

    assertEquals(503, refused.statusCode(), refused.body());
    assertThat(refused.body(), containsString("localhost cannot be reached"));
    browser.get("/ui/jobs").statusCode(200);
    Browser.with(WithKeys.BOOTSTRAP).get("/ui/jobs").statusCode(200);
  }

  /** As the proxy does. */
  private static URI here(URI callback) {
    return URI.create(callback.getRawPath() + "?" + callback.getRawQuery());
  }

  /** The service is known by another address than its own. */
  public static final class BehindAProxy implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
      Map<String, String> settings = new HashMap<>(new WithKeys().getConfigOverrides());
      settings.put("errand.access.oidc.client-id", WithPeople.CLIENT);
      settings.put("errand.access.oidc.client-secret", "a-secret-of-32-characters-or-more");
      settings.put("errand.access.oidc.service-url", "https://errand.example/");
      return settings;
    }
  }
}
