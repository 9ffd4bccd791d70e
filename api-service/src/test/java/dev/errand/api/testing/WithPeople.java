package dev.errand.api.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.HashMap;
import java.util.Map;

/** A service that asks for keys, and signs people in to the console as a public client. */
public final class WithPeople implements QuarkusTestProfile {

  public static final String CLIENT = "errand-console";

  @Override
  public Map<String, String> getConfigOverrides() {
    Map<String, String> settings = new HashMap<>(new WithKeys().getConfigOverrides());
    settings.put("errand.access.oidc.client-id", CLIENT);
    settings.put("errand.access.oidc.state-secret", "0123456789abcdef0123456789abcdef");
    settings.put("errand.access.oidc.name", "Example <People>");
    return settings;
  }
}
