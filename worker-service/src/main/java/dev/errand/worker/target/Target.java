package dev.errand.worker.target;

import dev.errand.job.Endpoint;
import dev.errand.store.ClaimedJob;
import dev.errand.worker.config.ProvidersConfig.ProviderConfig;
import dev.errand.worker.config.WorkerConfig;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The target of a lane's calls: one provider's endpoints, with everything that requests must
 * contain.
 */
public final class Target {

  private static final String JSON = "application/json";

  private final Map<Endpoint, RequestOptions> requests = new EnumMap<>(Endpoint.class);
  private final Optional<String> idempotencyHeader;
  private final KeyHeader keyHeader;
  private final List<String> secrets;
  private final Optional<ForwardProxy> proxy;
  private final Optional<String> basic;
  private final BaseUrl url;
  private final MultiMap headers;
  private final Duration connectTimeout;
  private final Optional<String> tls;
  private final boolean tracesCalls;

  /**
   * Prepares the requests.
   *
   * @param provider its name, for messages
   * @param lane the lane's own headers
   * @throws ConfigurationException if a setting cannot be sent
   */
  public Target(String provider, ProviderConfig config, WorkerConfig worker, ExtraHeaders lane) {
    String prefix = "errand.providers.%s.".formatted(provider);
    this.url =
        BaseUrl.parse(config.baseUrl(), prefix + "base-url")
            .with(config.query(), prefix + "query.");
    ExtraHeaders extra = ExtraHeaders.of(config.headers(), prefix + "headers.").and(lane);
    this.idempotencyHeader = config.idempotencyHeader();
    this.keyHeader = KeyHeader.of(config, prefix);
    requireOnlyOne(extra, prefix);
    this.proxy = ProxyChoice.of(config, worker.proxy(), url, prefix);
    this.basic = url.user().map(Target::basic);
    this.secrets =
        Stream.of(
                extra.values().stream(),
                proxy.stream().map(ForwardProxy::secrets).flatMap(List::stream),
                url.user().stream().flatMap(Target::passwords))
            .flatMap(it -> it)
            .toList();
    this.connectTimeout = config.connectTimeout();
    this.tls = config.tls();
    this.tracesCalls = config.traceContext();
    this.headers = headers(config, prefix);
    extra.putInto(headers);
    for (Endpoint endpoint : Endpoint.values()) {
      RequestOptions request = request(url, endpoint, headers);
      proxy.ifPresent(it -> it.take(request, connectTimeout));
      requests.put(endpoint, request);
    }
  }

  /** A header with the same name would override the key, or the key the header. */
  private void requireOnlyOne(ExtraHeaders extra, String prefix) {
    keyHeader
        .name()
        .filter(extra::has)
        .ifPresent(
            name -> {
              throw new ConfigurationException(
                  "%sheaders.%s, or a lane's, sets the header of the API key: set api-key instead, or key-header=none"
                      .formatted(prefix, name));
            });
  }

  private static MultiMap headers(ProviderConfig config, String prefix) {
    MultiMap headers =
        HttpHeaders.headers()
            .set(HttpHeaders.CONTENT_TYPE, JSON)
            .set(HttpHeaders.ACCEPT, JSON)
            .set(HttpHeaders.USER_AGENT, "errand");
    put(headers, "OpenAI-Organization", config.organization(), prefix + "organization");
    put(headers, "OpenAI-Project", config.project(), prefix + "project");
    return headers;
  }

  private static void put(MultiMap headers, String name, Optional<String> value, String setting) {
    value
        .filter(v -> !v.isBlank())
        .ifPresent(
            v -> {
              HeaderRules.requireValue(v, setting);
              headers.set(name, v.strip());
            });
  }

  private static RequestOptions request(BaseUrl url, Endpoint endpoint, MultiMap headers) {
    return new RequestOptions()
        .setMethod(HttpMethod.POST)
        .setSsl(url.secure())
        .setHost(url.host())
        .setPort(url.port())
        .setURI(url.uri(endpoint.pathBelowBase()))
        .setHeaders(HttpHeaders.headers().setAll(headers));
  }

  private static String basic(String user) {
    byte[] text = user.getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(text);
  }

  private static Stream<String> passwords(String user) {
    return Stream.of(user.substring(user.indexOf(':') + 1), basic(user));
  }

  /** The provider's host and port, not resolved. */
  public InetSocketAddress server() {
    return InetSocketAddress.createUnresolved(url.host(), url.port());
  }

  /** The proxy that its calls go through, for messages. */
  public Optional<String> proxy() {
    return proxy.map(ForwardProxy::shown);
  }

  /** The secrets in its requests, besides the key, that no message may show. */
  public List<String> secrets() {
    return secrets;
  }

  /** The request options of one call; the caller may change them. */
  public RequestOptions request(ClaimedJob job, Optional<ApiKey> key) {
    RequestOptions request = new RequestOptions(requests.get(job.endpoint()));
    key.ifPresent(k -> keyHeader.put(request.getHeaders(), k));
    // A user in the URL is intended, even in addition to a key.
    basic.ifPresent(it -> request.putHeader(HttpHeaders.AUTHORIZATION, it));
    idempotencyHeader.ifPresent(name -> request.putHeader(name, idempotencyKey(job)));
    if (tracesCalls) {
      W3CTraceContextPropagator.getInstance()
          .inject(Context.current(), request, (_, name, value) -> request.putHeader(name, value));
    }
    return request;
  }

  /**
   * What the provider's models are asked for with: all that a call carries but a body.
   *
   * @param secrets what no message about it may show
   */
  public ModelsRequest models(Optional<ApiKey> key, Credential secrets) {
    MultiMap all = HttpHeaders.headers().setAll(headers).remove(HttpHeaders.CONTENT_TYPE);
    key.ifPresent(k -> keyHeader.put(all, k));
    basic.ifPresent(it -> all.set(HttpHeaders.AUTHORIZATION, it));
    return new ModelsRequest(
        url, all, proxy.map(it -> it.options(connectTimeout)), connectTimeout, tls, secrets);
  }

  /** The same for all attempts of one life: a retry by hand is meant to do the work again. */
  private static String idempotencyKey(ClaimedJob job) {
    return job.lease().job() + "-" + job.life();
  }
}
