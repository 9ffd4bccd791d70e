package dev.errand.api.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A service that asks for keys. */
public final class WithKeys implements QuarkusTestProfile {

  /** The first admin key. */
  public static final String BOOTSTRAP = "first-admin-key-0123456789abcdef";

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "errand.access", "keys",
        "errand.access.bootstrap-key", BOOTSTRAP,
        "errand.access.cache-time", "1S");
  }
}
