package dev.errand.worker.http;

import dev.errand.worker.config.ProvidersConfig.ProviderConfig;
import dev.errand.worker.config.WorkerConfig;
import dev.errand.worker.http.ByteBudget.Reservation;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.runtime.config.TlsConfigUtils;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SSLOptions;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A provider's connections: HTTP/1.1, kept alive, in shares that are evenly used. */
public final class Connections {

  /** Vert.x scans its whole pool for each call, so a pool must not become large. */
  private static final int SHARE = 1_000;

  /**
   * Servers close connections that are idle for 5 s or more (uvicorn and Node after 5 s), and a
   * POST that crosses with a close is lost. With a rest of a second and a check every half second,
   * a connection is idle for at most 4.5 s, unless the server's {@code Keep-Alive} header says
   * otherwise.
   */
  private static final int IDLE_SECONDS = 3;

  private static final int CHECK_MILLIS = 500;

  /** Enough for a longer rest if a few calls follow each other quickly. */
  private static final int RESTING = 128;

  private final List<ConnectionShare> shares;
  private final Duration connectTimeout;

  private Connections(List<ConnectionShare> shares, Duration connectTimeout) {
    this.shares = shares;
    this.connectTimeout = connectTimeout;
  }

  /**
   * Prepares for this number of concurrent calls; connects with the first of them. Must not be
   * called on an event loop.
   *
   * @param tls the TLS configuration; empty for the JVM's CAs
   */
  public static Connections prepare(
      String provider,
      ProviderConfig config,
      WorkerConfig worker,
      Optional<TlsConfiguration> tls,
      Vertx vertx) {
    Duration connectTimeout = config.connectTimeout();
    int calls = worker.concurrency();
    Wire wire =
        new Wire(
            Math.toIntExact(worker.answerHeadLimit().asLongValue()),
            config.rest(),
            new Reuse(provider, config.reuseConnections(), config.reusePause()));
    int processors = Runtime.getRuntime().availableProcessors();
    int count = Math.min(calls, Math.max(processors, Math.ceilDiv(calls, SHARE)));
    PoolOptions pool =
        new PoolOptions()
            .setHttp1MaxSize(Math.ceilDiv(calls, count) + atRest(calls, count))
            .setCleanerPeriod(CHECK_MILLIS);
    HttpClientOptions options = secured(new HttpClientOptions(), connectTimeout, tls);
    List<ConnectionShare> shares =
        Stream.generate(() -> new ConnectionShare(options, pool, wire, atRest(calls, count)))
            .limit(count)
            .toList();
    start(shares, vertx);
    return new Connections(shares, connectTimeout);
  }

  /** How many connections of a share may rest, beyond those that its calls need. */
  private static int atRest(int calls, int count) {
    return Math.max(RESTING, Math.ceilDiv(calls, count));
  }

  /** Sets how a provider's connections come about, and whom they trust. */
  public static HttpClientOptions secured(
      HttpClientOptions options, Duration connectTimeout, Optional<TlsConfiguration> tls) {
    tls.ifPresent(bucket -> TlsConfigUtils.configure(options, bucket));
    // No idle timeout: the attempt's time limit ends the call. No ALPN: everything is HTTP/1.1.
    return options
        .setConnectTimeout(Math.toIntExact(connectTimeout.toMillis()))
        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
        .setSslHandshakeTimeout(connectTimeout.toMillis())
        .setUseAlpn(false)
        .setKeepAliveTimeout(IDLE_SECONDS);
  }

  /** Vert.x assigns each to the next event loop. */
  private static void start(List<ConnectionShare> shares, Vertx vertx) {
    Iterator<ConnectionShare> next = shares.iterator();
    DeploymentOptions all = new DeploymentOptions().setInstances(shares.size());
    vertx.deployVerticle(next::next, all).toCompletionStage().toCompletableFuture().join();
  }

  /**
   * Applies the bucket's current content to future connections; open ones stay as they are. The
   * result is whether anything has changed.
   */
  public Future<Boolean> secure(TlsConfiguration tls) {
    SSLOptions options =
        secured(new HttpClientOptions(), connectTimeout, Optional.of(tls)).getSslOptions();
    List<Future<Boolean>> updates = shares.stream().map(share -> share.secure(options)).toList();
    return Future.join(updates).map(all -> all.list().contains(true));
  }

  /**
   * Begins a POST.
   *
   * @param followsRedirects whether redirects to another path of the same server are followed
   * @param budget the job's bytes in memory
   * @param sink receives the answer
   */
  public <T> Post<T> post(
      RequestOptions target,
      byte[] body,
      boolean followsRedirects,
      Reservation budget,
      AnswerSink<T> sink) {
    int redirects = followsRedirects ? Redirect.MOST : 0;
    return new Post<>(target, body, redirects, budget, sink, enter()).begin();
  }

  /**
   * Takes a place in the share with the fewest calls. Synchronized, so that no share gets more
   * calls than connections while another has free ones.
   */
  private synchronized ConnectionShare enter() {
    ConnectionShare least = shares.getFirst();
    for (ConnectionShare share : shares) {
      if (share.calls() < least.calls()) {
        least = share;
      }
    }
    return least.enter();
  }
}
