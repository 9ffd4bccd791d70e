package dev.errand.worker.llm;

import dev.errand.job.Endpoint;
import dev.errand.worker.config.ProvidersConfig.ProviderConfig;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.EnumMap;
import java.util.Map;

/** One provider: its connections, its credential, and what it is asked at each endpoint. */
final class Provider {

  private static final String JSON = "application/json";

  private final Credential credential;
  private final Map<Endpoint, RequestOptions> targets = new EnumMap<>(Endpoint.class);
  private final Connections connections;

  /**
   * Prepares for so many calls at once.
   *
   * @throws IllegalArgumentException where the base URL is no such URL
   */
  Provider(ProviderConfig config, int calls, Vertx vertx) {
    this.credential = new Credential(config.apiKey());
    for (Endpoint endpoint : Endpoint.values()) {
      targets.put(endpoint, target(config.baseUrl(), endpoint));
    }
    this.connections = Connections.prepare(vertx, config.connectTimeout(), calls);
  }

  /** Begins a call. */
  Post call(Endpoint endpoint, byte[] body) {
    return new Post(targets.get(endpoint), body, connections.enter()).begin();
  }

  Credential credential() {
    return credential;
  }

  /** Made once for all calls, which only read it. */
  private RequestOptions target(URI base, Endpoint endpoint) {
    MultiMap headers =
        HttpHeaders.headers()
            .set(HttpHeaders.CONTENT_TYPE, JSON)
            .set(HttpHeaders.ACCEPT, JSON)
            .set(HttpHeaders.USER_AGENT, "errand");
    credential.bearer().ifPresent(bearer -> headers.set(HttpHeaders.AUTHORIZATION, bearer));
    boolean secure = "https".equalsIgnoreCase(base.getScheme());
    if (base.getHost() == null || !secure && !"http".equalsIgnoreCase(base.getScheme())) {
      throw new IllegalArgumentException(
          "a provider's base-url is %s, but must be as https://host/v1".formatted(base));
    }
    return new RequestOptions()
        .setMethod(HttpMethod.POST)
        .setSsl(secure)
        .setHost(base.getHost())
        .setPort(base.getPort() >= 0 ? base.getPort() : secure ? 443 : 80)
        .setURI(pathAndQuery(base, endpoint))
        .setHeaders(headers);
  }

  /** A base URL may have a query: some gateways want their version there. */
  private static String pathAndQuery(URI base, Endpoint endpoint) {
    String path = base.getRawPath().replaceFirst("/+$", "") + "/" + endpoint.pathBelowBase();
    return base.getRawQuery() == null ? path : path + "?" + base.getRawQuery();
  }
}
