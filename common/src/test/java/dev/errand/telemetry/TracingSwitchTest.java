package dev.errand.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TracingSwitchTest {

  private static final String DISABLED = "quarkus.otel.sdk.disabled";
  private static final String ENDPOINT = "errand.tracing.endpoint";

  @Test
  void withoutAnEndpointItIsOff() {
    assertEquals(Optional.of("true"), disabled(Map.of()));
    assertEquals(Optional.of("true"), disabled(Map.of(ENDPOINT, " ")));
    assertEquals(Optional.of("true"), disabled(Map.of(DISABLED, "false")));
  }

  @Test
  void withAnEndpointItIsWhatIsConfigured() {
    assertEquals(Optional.empty(), disabled(Map.of(ENDPOINT, "http://collector:4317")));
    assertEquals(
        Optional.of("true"), disabled(Map.of(ENDPOINT, "http://collector:4317", DISABLED, "true")));
  }

  private static Optional<String> disabled(Map<String, String> settings) {
    SmallRyeConfig config =
        new SmallRyeConfigBuilder()
            .addDefaultInterceptors()
            .withInterceptors(new TracingSwitch())
            .withSources(new PropertiesConfigSource(settings, "test", 100))
            .build();
    return config.getOptionalValue(DISABLED, String.class);
  }
}
