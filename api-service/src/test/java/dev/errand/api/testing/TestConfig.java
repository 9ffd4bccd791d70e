package dev.errand.api.testing;

import dev.errand.api.config.ApiConfig;
import dev.errand.api.config.OpenAiConfig;
import dev.errand.database.DatabaseTimeouts;
import dev.errand.lane.LanesConfig;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/** The service's configuration without the service. */
public final class TestConfig {

  private TestConfig() {}

  /** The defaults, and what is given. */
  public static SmallRyeConfig with(Map<String, String> given) {
    return new SmallRyeConfigBuilder()
        .withMapping(LanesConfig.class)
        .withMapping(ApiConfig.class)
        .withMapping(OpenAiConfig.class)
        .withMapping(DatabaseTimeouts.class)
        .addDiscoveredConverters()
        .withSources(new PropertiesConfigSource(given, "test", 100))
        .build();
  }
}
