package dev.errand.worker.llm;

import dev.errand.job.Endpoint;
import dev.errand.store.ClaimedJob;
import dev.errand.worker.config.ProvidersConfig.ProviderConfig;
import dev.errand.worker.config.WorkerConfig;
import io.quarkus.tls.TlsConfiguration;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** One provider: its connections, and what it is asked at each endpoint. */
final class Provider {

  private static final String JSON = "application/json";

  private final Map<Endpoint, RequestOptions> targets = new EnumMap<>(Endpoint.class);
  private final Optional<String> idempotencyHeader;
  private final long answerLimit;
  private final Credential credential;
  private final AnswerReader answers;
  private final Connections connections;
  private final Optional<String> bucket;

  /**
   * Prepares for as many calls at once as the worker makes.
   *
   * @param tls the bucket that the provider names
   * @throws IllegalArgumentException where the base URL is no such URL
   */
  Provider(
      ProviderConfig config,
      Optional<TlsConfiguration> tls,
      WorkerConfig worker,
      InstantSource clock,
      Vertx vertx) {
    this.credential = new Credential(config.apiKey());
    for (Endpoint endpoint : Endpoint.values()) {
      targets.put(endpoint, target(config.baseUrl(), endpoint));
    }
    this.idempotencyHeader = config.idempotencyHeader();
    this.answerLimit = worker.answerLimit().asLongValue();
    this.answers = new AnswerReader(credential, clock, answerLimit);
    this.connections =
        Connections.prepare(vertx, config.connectTimeout(), worker.concurrency(), tls);
    this.bucket = config.tls();
    if (bucket.isPresent() && !"https".equalsIgnoreCase(config.baseUrl().getScheme())) {
      throw new IllegalArgumentException(
          "a provider has a TLS configuration, %s, but its base-url is %s: make that https"
              .formatted(bucket.get(), config.baseUrl()));
    }
  }

  /** Whether its connections are secured by this bucket. */
  boolean uses(String name) {
    return bucket.filter(name::equals).isPresent();
  }

  /** Secures the connections to come so; the result tells whether that is anything new. */
  Future<Boolean> secure(TlsConfiguration tls) {
    return connections.secure(tls);
  }

  /** Begins the job's call. */
  LlmCall call(ClaimedJob job, Memory.Share memory) {
    Post post = new Post(target(job), job.body(), answerLimit, memory, connections.enter()).begin();
    return new LlmCall(post, credential, answers);
  }

  /** What one call is sent to, with its idempotency key where the provider takes one. */
  private RequestOptions target(ClaimedJob job) {
    RequestOptions target = targets.get(job.endpoint());
    return idempotencyHeader
        .map(name -> new RequestOptions(target).putHeader(name, idempotencyKey(job)))
        .orElse(target);
  }

  /** The same for all attempts of one life: what is retried by hand is meant to be done anew. */
  private static String idempotencyKey(ClaimedJob job) {
    return job.lease().job() + "-" + job.life();
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
