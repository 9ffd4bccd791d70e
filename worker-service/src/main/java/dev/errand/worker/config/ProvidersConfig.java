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

/** {@code errand.providers.<provider>.*}: read by workers only, since only they need the keys. */
@ConfigMapping(prefix = "errand.providers")
public interface ProvidersConfig {

  /** The providers by name. */
  @WithParentName
  Map<String, ProviderConfig> providers();

  /** One OpenAI-compatible provider. */
  interface ProviderConfig {

    /** The URL of its API, including the version: {@code https://api.openai.com/v1}. */
    URI baseUrl();

    /**
     * The key, or several that are used in turn; if empty, none is sent. Set it in the environment.
     */
    Optional<List<String>> apiKey();

    /**
     * A file with the key instead, or with several, one per line; it is read again when it changes.
     */
    Optional<String> apiKeyFile();

    /** The header that carries the key, such as {@code api-key}; {@code none} for no header. */
    @WithDefault("Authorization")
    String keyHeader();

    /**
     * The word before the key, separated by a space; {@code none} for no word. Default: {@code
     * Bearer} in {@code Authorization}, no word in other headers.
     */
    Optional<String> keyScheme();

    /** Additional headers by name; secrets are allowed. Headers without a value are not sent. */
    Map<String, Optional<String>> headers();

    /** Additional query parameters by name, such as {@code api-version}. */
    Map<String, String> query();

    /**
     * The HTTP proxy for its calls, {@code http://user:password@host:port}, or {@code none}.
     * Default: {@code errand.worker.proxy}.
     */
    Optional<String> proxy();

    /** Sent as {@code OpenAI-Organization}. */
    Optional<String> organization();

    /** Sent as {@code OpenAI-Project}. */
    Optional<String> project();

    /**
     * The header in which the provider accepts an idempotency key, such as {@code Idempotency-Key}.
     * Default: no key is sent. All attempts of one life of a job carry the same key.
     */
    Optional<@Pattern(regexp = "[!#$%&'*+.^_`|~0-9A-Za-z-]+") String> idempotencyHeader();

    /**
     * The TLS configuration, {@code quarkus.tls.<name>.*}, with the trusted CAs and the client
     * certificate. Default: the JVM's CAs and no certificate.
     */
    Optional<String> tls();

    /** Time limit for connecting; the TLS handshake has the same limit again. */
    @DurationMin
    @WithDefault("10S")
    Duration connectTimeout();

    /**
     * How often one of the workers requests its list of models, {@code GET /models}: at least a
     * second, or 0 for never.
     */
    @DurationMin
    @WithDefault("1M")
    Duration modelsInterval();

    /**
     * Whether traced calls carry their {@code traceparent} and {@code tracestate}, for model
     * servers that have spans of their own, such as vLLM.
     */
    @WithDefault("false")
    boolean traceContext();

    /** Whether a 307 or 308 redirect to the same scheme, host and port is followed. */
    @WithDefault("false")
    boolean followRedirects();

    /**
     * Whether a connection serves several calls in turn; otherwise each call opens its own
     * connection.
     */
    @WithDefault("true")
    boolean reuseConnections();

    /**
     * How long a connection must be idle after an answer before it serves another call; shorter
     * while as many connections rest as there may be calls.
     */
    @WithDefault("1S")
    Duration rest();

    /**
     * How long each connection serves only one call after the provider has sent bytes that belong
     * to no call.
     */
    @WithDefault("10M")
    Duration reusePause();
  }
}
