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

    /** None is sent where empty. Set it by environment only. */
    Optional<String> apiKey();

    /** The header that carries the key, such as {@code api-key}; {@code none} for no header. */
    @WithDefault("Authorization")
    String keyHeader();

    /**
     * What stands before the key, with a blank between; {@code none} for nothing. Unless given,
     * {@code Bearer} in {@code Authorization}, and nothing in another header.
     */
    Optional<String> keyScheme();

    /** Further headers by name; secrets are allowed. Those without a value are not sent. */
    Map<String, Optional<String>> headers();

    /** Further query parameters by name, such as {@code api-version}. */
    Map<String, String> query();

    /** Sent as {@code OpenAI-Organization}. */
    Optional<String> organization();

    /** Sent as {@code OpenAI-Project}. */
    Optional<String> project();

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
