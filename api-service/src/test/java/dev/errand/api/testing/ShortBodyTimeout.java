package dev.errand.api.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** A service with such a short body timeout that a test can wait for it. */
public class ShortBodyTimeout implements QuarkusTestResourceLifecycleManager {

  @Override
  public Map<String, String> start() {
    return Map.of("errand.api.body-timeout", "4s");
  }

  @Override
  public void stop() {
    // Nothing was started.
  }
}
