package dev.errand.example;

import dev.errand.client.ErrandClient;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Connects to Errand, as the settings say. */
class Errand {

  @Produces
  @Singleton
  ErrandClient client(
      @ConfigProperty(name = "errand.url") URI url,
      @ConfigProperty(name = "errand.api-key") Optional<String> key) {
    ErrandClient client = ErrandClient.of(url);
    return key.map(client::withKey).orElse(client);
  }
}
