package dev.errand.worker.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

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

    /**
     * The key, or several that are used in turn; none is sent where empty. From the environment.
     */
    Optional<List<String>> apiKey();

    /**
     * A file that holds the key, or several, one a line, instead; it is read again as it changes.
     */
    Optional<String> apiKeyFile();

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

    /**
     * The HTTP proxy that leads to it, {@code http://user:password@host:port}, or {@code none};
     * unless given, that of {@code errand.worker.proxy}.
     */
    Optional<String> proxy();

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
    @DurationMin
    @WithDefault("10S")
    Duration connectTimeout();

    /** Whether a 307 or 308 that leads to the same scheme, host and port is followed. */
    @WithDefault("false")
    boolean followRedirects();

    /** Whether a connection serves one call after another; otherwise each call opens its own. */
    @WithDefault("true")
    boolean reuseConnections();

    /**
     * How long a connection must be silent after an answer before it serves another call; less
     * where as many connections rest as there may be calls.
     */
    @WithDefault("1S")
    Duration rest();

    /**
     * How long each connection serves one call only after the provider has sent bytes that belong
     * to no call.
     */
    @WithDefault("10M")
    Duration reusePause();
  }
}
