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

  /** Vert.x looks through its whole pool for each call, so a pool must not become large. */
  private static final int SHARE = 1_000;

  /**
   * Servers close what is idle for 5 s and more (uvicorn and Node after 5 s), and a POST that
   * crosses with a close is lost. After a rest of a second, and checked each half second, a
   * connection idles 4.5 s at most, unless the server says otherwise in a {@code Keep-Alive}
   * header.
   */
  private static final int IDLE_SECONDS = 3;

  private static final int CHECK_MILLIS = 500;

  /** Enough for a rest of some length where few calls follow one another quickly. */
  private static final int RESTING = 128;

  private final List<ConnectionShare> shares;
  private final Duration connectTimeout;

  private Connections(List<ConnectionShare> shares, Duration connectTimeout) {
    this.shares = shares;
    this.connectTimeout = connectTimeout;
  }

  /**
   * Prepares for so many calls at once; connects with the first of them. Must not be called on an
   * event loop.
   *
   * @param tls how they are secured where they are; empty for the JVM's authorities
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
    HttpClientOptions options = options(connectTimeout, tls);
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

  private static HttpClientOptions options(
      Duration connectTimeout, Optional<TlsConfiguration> tls) {
    HttpClientOptions options = new HttpClientOptions();
    tls.ifPresent(bucket -> TlsConfigUtils.configure(options, bucket));
    // No idle timeout: the attempt's own time ends the call. No ALPN: all is HTTP/1.1.
    return options
        .setConnectTimeout(Math.toIntExact(connectTimeout.toMillis()))
        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
        .setSslHandshakeTimeout(connectTimeout.toMillis())
        .setUseAlpn(false)
        .setKeepAliveTimeout(IDLE_SECONDS);
  }

  /** Vert.x gives each the next event loop. */
  private static void start(List<ConnectionShare> shares, Vertx vertx) {
    Iterator<ConnectionShare> next = shares.iterator();
    DeploymentOptions all = new DeploymentOptions().setInstances(shares.size());
    vertx.deployVerticle(next::next, all).toCompletionStage().toCompletableFuture().join();
  }

  /**
   * Secures the connections to come with what the bucket holds now; those that are open stay. The
   * result tells whether that is anything new.
   */
  public Future<Boolean> secure(TlsConfiguration tls) {
    SSLOptions options = options(connectTimeout, Optional.of(tls)).getSslOptions();
    List<Future<Boolean>> updates = shares.stream().map(share -> share.secure(options)).toList();
    return Future.join(updates).map(all -> all.list().contains(true));
  }

  /**
   * Begins a POST.
   *
   * @param followsRedirects whether it goes to another path of the same server that answers so
   * @param budget what of it is in memory
   * @param sink takes the answer
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
   * Takes a place in the share with the fewest calls. One at a time, so that no share gets more
   * than it has connections for while another has some to spare.
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
