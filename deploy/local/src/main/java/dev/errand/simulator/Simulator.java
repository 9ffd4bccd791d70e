package dev.errand.simulator;

import dev.errand.simulator.answer.CallLedger;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An OpenAI-compatible server with deterministic answers, configurable latency and faults, and a
 * count of received calls.
 *
 * <p>Faults are chosen per call by the model's name, {@code sim} followed by directives, and apply
 * on top of the {@linkplain SimulatorOptions#faults() defaults}; any other model name gets the
 * defaults alone. Such a name in double brackets within the prompt or the {@code user}, {@code
 * [[sim-latency-2s]]}, is a marker: its directives apply on top of the model's. A duration is
 * {@code 250ms}, {@code 1.5s} or {@code 2m}; a bare number is milliseconds.
 *
 * <pre>
 * model      = "sim" { "-" directive }
 * latency-D    wait D before the call ends, in whatever way it ends
 * jitter-D     wait up to D longer, by a hash of the call's key and number
 * errorrate-P  P percent of the calls get a 500, by a hash of the call's key and number
 * error-S, S   answer with the status S (400 to 599)
 * quota        429, insufficient_quota
 * retry-D      Retry-After on the error answer
 * hang         never answer
 * hangbody     send half of the answer, then nothing
 * trickle-D    send a byte of the answer each D
 * reset        close the socket without an answer
 * truncated    announce more than is sent, then close
 * overlong     send more than is announced
 * malformed    200 with a body that isn't JSON
 * html         200 with a web page
 * errorbody    200 with an error object
 * floats       200, embeddings as numbers although base64 was asked for
 * redirect     307 to the same place
 * interim-S    the interim answer S (100 to 199) at once and before the answer
 * late-D       the answer, and D later bytes that belong to nothing
 * again-D      the answer, and D later the same again
 * close-D      the answer, and D later the socket is closed
 * big-N        an answer of N bytes, 100m is 100 MiB, whose length is not announced
 * first-N      only the first N calls with the same key meet the fault
 * fail-N       first-N-error-500; flaky-N is the same
 * throttle-N   first-N-429
 * rate-N       N calls a minute of this model are answered, the others get a 429 that says no more
 * daily        429 for a limit of requests per day
 * loading      503 for a model that is loading
 * until-D      the fault passes D after the model's first call
 * ok           no latency and no faults: forgets the defaults and what stands before it
 * </pre>
 *
 * <p>The key of a call is its {@code X-Request-Key} header; without one its {@code user}; without
 * that its {@code metadata.key}; else the prompt's text, or {@code unreadable}. {@code GET
 * /sim/calls} reports the counts, also by marker, {@code DELETE /sim/calls} starts them afresh.
 */
public final class Simulator implements AutoCloseable {

  private static final int EVENT_LOOPS = Math.max(2, Runtime.getRuntime().availableProcessors());

  private final SimulatorOptions options;
  private final Vertx vertx;
  private final CallLedger calls = new CallLedger();
  private final int port;

  private Simulator(SimulatorOptions options) {
    this.options = options;
    this.vertx = Vertx.vertx(vertxOptions());
    this.port = listen();
  }

  /** Returns once the server accepts calls; throws {@link UncheckedIOException} if it cannot. */
  public static Simulator start(SimulatorOptions options) {
    return new Simulator(options);
  }

  private static VertxOptions vertxOptions() {
    return new VertxOptions()
        .setEventLoopPoolSize(EVENT_LOOPS)
        .setWorkerPoolSize(1)
        .setUseDaemonThread(true)
        .setFileSystemOptions(
            new FileSystemOptions()
                .setFileCachingEnabled(false)
                .setClassPathResolvingEnabled(false));
  }

  private int listen() {
    Routes routes = new Routes(vertx, calls, options.defaultFaults(), Clock.systemUTC());
    AtomicInteger boundPort = new AtomicInteger();
    try {
      await(
          vertx.deployVerticle(
              () -> new Listener(options, routes, boundPort),
              new DeploymentOptions().setInstances(EVENT_LOOPS)));
      return boundPort.get();
    } catch (CompletionException e) {
      close();
      throw new UncheckedIOException(
          "the simulator cannot listen on " + options.host() + ":" + options.port(),
          new IOException(e.getCause()));
    }
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  public int port() {
    return port;
  }

  /** The base URL for an OpenAI client; ends in {@code /v1}. */
  public URI baseUri() {
    String host = options.host().equals("0.0.0.0") ? "127.0.0.1" : options.host();
    return URI.create("http://" + host + ":" + port + "/v1");
  }

  /** The same counts as {@code GET /sim/calls}, for tests that run in this process. */
  public CallLedger calls() {
    return calls;
  }

  /** Aborts the calls in flight, which are counted as closed by their clients. */
  @Override
  public void close() {
    await(vertx.close());
  }
}
