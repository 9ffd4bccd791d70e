package dev.errand.api.access;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrossOriginTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "https://*.example.com",
        "https://app.example.com,*",
        "https://app.example.com/",
        "https://app.example.com/path",
        "app.example.com",
        "null",
        "file://",
        "https://user@app.example.com"
      })
  void whatIsNotOneOriginIsRefused(String origins) {
    ConfigurationException refusal =
        assertThrows(ConfigurationException.class, () -> with("keys", origins));

    assertTrue(refusal.getMessage().contains("errand.access.origins"), refusal::getMessage);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://app.example.com",
        "http://localhost:3000",
        "http://[::1]:3000",
        "http://a"
      })
  void originsAreTaken(String origins) {
    assertDoesNotThrow(() -> with("keys", origins));
  }

  @Test
  void withoutKeysThereAreNone() {
    assertThrows(ConfigurationException.class, () -> with("open", "https://app.example.com"));
    assertDoesNotThrow(() -> with("open", ""));
  }

  private static CrossOrigin with(String mode, String origins) {
    return new CrossOrigin(
        new SmallRyeConfigBuilder()
            .addDefaultInterceptors()
            .addDiscoveredConverters()
            .withMapping(AccessConfig.class)
            .withSources(
                new PropertiesConfigSource(
                    Map.of("errand.access", mode, "errand.access.origins", origins), "test", 100))
            .build()
            .getConfigMapping(AccessConfig.class));
  }
}
