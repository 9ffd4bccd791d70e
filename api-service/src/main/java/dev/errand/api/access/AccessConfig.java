package dev.errand.api.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** {@code errand.access} and {@code errand.access.*}: who may use the API. */
@ConfigMapping(prefix = "errand.access")
public interface AccessConfig {

  /**
   * {@code keys}: who has an API key. {@code open}: everybody who reaches the service, which then
   * must listen on a loopback address ({@code quarkus.http.host}), and answers neither other hosts'
   * names nor pages of other origins.
   */
  @WithParentName
  @WithDefault("keys")
  Mode mode();

  /**
   * The first admin key, to create others with: 32 to 255 visible ASCII characters of your choice.
   * Rotate it by restarting with another one.
   */
  Optional<String> bootstrapKey();

  /** A file with the first admin key, instead of {@code errand.access.bootstrap-key}. */
  Optional<Path> bootstrapKeyFile();

  /**
   * Maximum age of what a replica knows of a key. Changes are announced to all replicas at once; so
   * late they show if an announcement is lost.
   */
  @DurationMin(millis = 100)
  @DurationMax(seconds = 10)
  @WithDefault("10S")
  Duration cacheTime();

  /**
   * Origins whose pages may use the API from a browser, such as {@code https://app.example.com}:
   * none by default, and no wildcards. They need {@code keys}.
   */
  Optional<List<String>> origins();

  /** Whether the OpenAPI document and Swagger UI are served without a key; always in open mode. */
  @WithDefault("false")
  boolean publicDocs();

  /** People, whom an OpenID Connect provider signs in. */
  OidcConfig oidc();

  /** {@code errand.access.oidc.*}: the provider, and the claims that say who people are. */
  interface OidcConfig {

    /** Whether the provider's tokens (JWT) are accepted besides keys. */
    @WithDefault("false")
    boolean enabled();

    /** The provider's issuer URL, at which its configuration is found. */
    Optional<String> issuer();

    /**
     * The audience that a token must name, so that tokens for other services of the same provider
     * are not accepted.
     */
    Optional<String> audience();

    /** The claim with the roles, as a path with slashes, such as {@code realm_access/roles}. */
    @WithDefault("errand_roles")
    String rolesClaim();

    /** The claim with the tenant. */
    @WithDefault("errand_tenant")
    String tenantClaim();

    /** The tenant of people whose token has none. */
    Optional<String> tenant();

    /**
     * The client with which the console signs people in at the provider; without it, it doesn't.
     */
    Optional<String> clientId();

    /** The client's secret, unless it is a public client. */
    Optional<String> clientSecret();

    /**
     * Encrypts what a browser keeps while somebody signs in: 32 characters or more, the same for
     * all API services. The client's secret serves, too, if it is long enough.
     */
    Optional<String> stateSecret();

    /** What to ask the provider for besides {@code openid}. */
    @WithDefault("email,profile")
    List<String> scopes();

    /** What the console calls the provider; its host by default. */
    Optional<String> name();

    /**
     * Where browsers find the service, such as {@code https://errand.example.com}; by default,
     * where the request came to.
     */
    Optional<URI> serviceUrl();
  }

  /** Who may use the API. */
  enum Mode {
    KEYS,
    OPEN
  }
}
