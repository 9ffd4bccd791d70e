package dev.errand.worker.target;

import io.vertx.core.MultiMap;
import io.vertx.core.net.ProxyOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * How a provider is asked for its models.
 *
 * @param tls the TLS configuration that secures it
 * @param credential what takes its secrets out of messages
 */
public record ModelsRequest(
    BaseUrl url,
    MultiMap headers,
    Optional<ProxyOptions> proxy,
    Duration connectTimeout,
    Optional<String> tls,
    Credential credential) {

  /** The base URL, below which the models are, with another name or address of its host. */
  public URI uri(String host) {
    return URI.create(
        "%s://%s:%d%s%s"
            .formatted(
                url.secure() ? "https" : "http",
                host.contains(":") ? "[" + host + "]" : host,
                url.port(),
                url.path(),
                url.query()));
  }

  /** Not the headers: they are secret. */
  @Override
  public String toString() {
    return "ModelsRequest[" + url.host() + "]";
  }
}
