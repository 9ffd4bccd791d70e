package dev.errand.api.access;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With which settings of an identity provider a service starts. */
class AccessStartTest {

  private static final String LONG = "0123456789abcdef0123456789abcdef";

  private final Map<String, String> settings =
      new HashMap<>(
          Map.of(
              "errand.access.oidc.enabled", "true",
              "errand.access.oidc.issuer", "https://login.example",
              "errand.access.oidc.audience", "errand",
              "errand.access.oidc.client-id", "console",
              // The default is in the form of Quarkus.
              "errand.access.cache-time", "PT10S"));

  @Test
  void aClientNeedsASecretThatTheReplicasShare() {
    refused("errand.access.oidc.state-secret");
    settings.put("errand.access.oidc.client-secret", "short");
    refused("errand.access.oidc.state-secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"client-secret", "state-secret"})
  void eitherSecretWillDo(String secret) {
    settings.put("errand.access.oidc." + secret, LONG);
    assertDoesNotThrow(this::start);
  }

  @Test
  void aShortStateSecretIsNotMadeUpFor() {
    settings.put("errand.access.oidc.client-secret", LONG);
    settings.put("errand.access.oidc.state-secret", "short");
    refused("32 characters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"errand.example.com", "/ui", "ftp://errand.example", "https:///x?y"})
  void browsersMustFindTheService(String url) {
    settings.put("errand.access.oidc.state-secret", LONG);
    settings.put("errand.access.oidc.service-url", url);
    refused("service-url");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://errand.example.com", "http://localhost:8080/"})
  void anAddressOfBrowsersWillDo(String url) {
    settings.put("errand.access.oidc.state-secret", LONG);
    settings.put("errand.access.oidc.service-url", url);
    assertDoesNotThrow(this::start);
  }

  @Test
  void aClientNeedsAProvider() {
    settings.put("errand.access.oidc.state-secret", LONG);
    settings.put("errand.access.oidc.enabled", "false");
    refused("errand.access.oidc.enabled=true");
  }

  private void refused(String why) {
    ConfigurationException refusal = assertThrows(ConfigurationException.class, this::start);
    assertTrue(refusal.getMessage().contains(why), refusal::getMessage);
  }

  private void start() {
    AccessConfig config =
        new SmallRyeConfigBuilder()
            .withMapping(AccessConfig.class)
            .withDefaultValues(settings)
            .build()
            .getConfigMapping(AccessConfig.class);
    new AccessStart().check(new StartupEvent(), config, new BootstrapKey(config), "0.0.0.0");
  }
}
