package dev.errand.worker.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** {@code errand.providers.<provider>.*}: only workers know these, and only they need the keys. */
@ConfigMapping(prefix = "errand.providers")
public interface ProvidersConfig {

  /** The providers by name. */
  @WithParentName
  Map<String, ProviderConfig> providers();

  /** One OpenAI-compatible provider. */
  interface ProviderConfig {

    /** Where its operations stand, with the version: {@code https://api.openai.com/v1}. */
    URI baseUrl();

    /** Sent as a bearer token; none where empty. Set it by environment only. */
    Optional<String> apiKey();

    /**
     * The header in which the provider takes an idempotency key, such as {@code Idempotency-Key};
     * none is sent unless given. All attempts of one life of a job carry the same key.
     */
    Optional<@Pattern(regexp = "[!#$%&'*+.^_`|~0-9A-Za-z-]+") String> idempotencyHeader();

    /**
     * The TLS configuration, {@code quarkus.tls.<name>.*}, that says which authorities are trusted
     * and which certificate is shown; unless given, those that the JVM trusts, and none.
     */
    Optional<String> tls();

    /** How long a connection may take to come about; its TLS handshake may take as long again. */
    @WithDefault("10S")
    Duration connectTimeout();
  }
}
