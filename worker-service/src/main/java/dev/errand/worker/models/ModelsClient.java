package dev.errand.worker.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.errand.process.TlsBuckets;
import dev.errand.store.models.Listing;
import dev.errand.worker.http.Connections;
import dev.errand.worker.models.LimitedBody.TooLargeException;
import dev.errand.worker.target.ModelsRequest;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.quarkus.tls.TlsConfiguration;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.core.Response;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.resteasy.reactive.client.api.LoggingScope;
import org.jspecify.annotations.Nullable;

/**
 * Asks a provider for its models by Quarkus' REST client. Each asking has a client of its own: what
 * it is configured with may have changed since the last, and no connection idles until the next.
 */
@Singleton
class ModelsClient {

  /** For all pages together. */
  static final Duration TIME = Duration.ofSeconds(10);

  /** Of one page. OpenRouter's hundreds of models, with descriptions, are below 1 MiB. */
  static final long MOST_BYTES = 4L << 20;

  private static final int MOST_PAGES = 10;

  private final TlsBuckets buckets;

  @Inject
  ModelsClient(TlsBuckets buckets) {
    this.buckets = buckets;
  }

  /** Asks, for ten seconds at most. */
  ModelsAnswer ask(ModelsRequest request) throws InterruptedException {
    return ask(request, TIME);
  }

  ModelsAnswer ask(ModelsRequest request, Duration time) throws InterruptedException {
    FutureTask<ModelsAnswer> asking = new FutureTask<>(() -> answer(request));
    Thread.ofVirtual().name("models").start(asking);
    try {
      return asking.get(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return ModelsAnswer.without(Listing.TIMEOUT);
    } catch (ExecutionException e) {
      return failed(e, request);
    } finally {
      // Where it still runs, this closes its connection.
      asking.cancel(true);
    }
  }

  /** The REST client wraps what broke the connection, one or more times. */
  private static ModelsAnswer failed(Throwable failure, ModelsRequest request) {
    Throwable cause = failure;
    while (cause.getCause() != null && !(cause instanceof JsonProcessingException)) {
      cause = cause.getCause();
    }
    return switch (cause) {
      case TooLargeException _ -> ModelsAnswer.without(Listing.TOO_LARGE);
      // Jackson's message may show what it read.
      case JsonProcessingException _ -> ModelsAnswer.without(Listing.UNREADABLE);
      default ->
          ModelsAnswer.without(
              Listing.UNREACHABLE, request.credential().redact(String.valueOf(cause.getMessage())));
    };
  }

  private ModelsAnswer answer(ModelsRequest request) throws IOException {
    ModelsApi api = client(request);
    try (Closeable _ = (Closeable) api) {
      ModelsReader reader = new ModelsReader(request.credential()::redact);
      Optional<String> after = Optional.empty();
      for (int page = 1; page <= MOST_PAGES; page++) {
        @Nullable Integer limit = after.isPresent() ? ModelsReader.MOST : null;
        Response response = api.page(after.orElse(null), limit);
        if (response.getStatus() != 200) {
          return ModelsAnswer.of(response.getStatus());
        }
        InputStream body = response.readEntity(InputStream.class);
        after = reader.read(new LimitedBody(body, MOST_BYTES));
        if (after.isEmpty()) {
          return ModelsAnswer.of(reader.list());
        }
      }
      reader.stop();
      return ModelsAnswer.of(reader.list());
    }
  }

  private ModelsApi client(ModelsRequest request) throws IOException {
    QuarkusRestClientBuilder builder =
        QuarkusRestClientBuilder.newBuilder()
            .readTimeout(TIME.toMillis(), TimeUnit.MILLISECONDS)
            .followRedirects(false)
            .disableDefaultMapper(true)
            // The headers have the key in them.
            .loggingScope(LoggingScope.NONE)
            // Only the provider's own settings count, as for calls.
            .proxyAddress("none", 0)
            .register(headers(request))
            .httpClientOptionsCustomizer(options -> configure(options, request))
            .httpClientRequestCustomizer(ModelsClient::refuseParts);
    locate(builder, request);
    return builder.build(ModelsApi.class);
  }

  /**
   * {@link URI} knows no host whose name has an underscore, as those of Docker may: its address
   * serves as well. Certificates have no such names.
   */
  private static void locate(QuarkusRestClientBuilder builder, ModelsRequest request)
      throws IOException {
    String host = request.url().host();
    URI named = request.uri(host);
    if (named.getHost() == null) {
      builder.baseUri(request.uri(InetAddress.getByName(host).getHostAddress()));
      builder.register((ClientRequestFilter) it -> set(it, "Host", named.getAuthority()));
    } else {
      builder.baseUri(named);
    }
  }

  private static ClientRequestFilter headers(ModelsRequest request) {
    return filtered ->
        request.headers().forEach(header -> set(filtered, header.getKey(), header.getValue()));
  }

  private static void set(ClientRequestContext request, String name, String value) {
    request.getHeaders().putSingle(name, value);
  }

  private void configure(HttpClientOptions options, ModelsRequest request) {
    Optional<TlsConfiguration> tls = request.tls().map(name -> buckets.named(name, "tls"));
    Connections.secured(options, request.connectTimeout(), tls);
    request.proxy().ifPresent(options::setProxyOptions);
  }

  /** The REST client would gather the parts of a form, however many come. */
  private static void refuseParts(HttpClientRequest request) {
    request
        .response()
        .onSuccess(
            response -> {
              if (isForm(response)) {
                // Without a handler Vert.x logs the reset.
                response.exceptionHandler(_ -> {});
                request.reset();
              }
            });
  }

  private static boolean isForm(HttpClientResponse response) {
    return response.headers().getAll(HttpHeaders.CONTENT_TYPE).stream()
        .anyMatch(type -> type.toLowerCase(Locale.ROOT).startsWith("multipart/"));
  }
}
