package dev.errand.api.http;

import dev.errand.api.config.ApiConfig;
import dev.errand.api.problem.Problem;
import dev.errand.api.problem.ProblemSender;
import dev.errand.api.problem.ProblemType;
import dev.errand.telemetry.LogLine;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Ends requests whose bodies take too long to arrive, so that clients that send a byte per second
 * cannot occupy more and more requests. Uploads, which may take long, are timed while they are
 * read.
 */
class BodyTimeout {

  private static final Logger LOG = Logger.getLogger(BodyTimeout.class);
  private static final String GIVEN_UP = BodyTimeout.class.getName();
  private static final String DECIDED = GIVEN_UP + ".decided";
  private static final Set<String> UPLOADS =
      Set.of(Paths.JOBS + Paths.BULK, Paths.FILES, Paths.UPLOADS + Paths.PARTS);

  private final ProblemSender sender;
  private final Duration timeout;

  @Inject
  BodyTimeout(ProblemSender sender, ApiConfig config) {
    this.sender = sender;
    this.timeout = config.bodyTimeout();
  }

  void register(@Observes Filters filters) {
    HttpOrder.Filter.BODY_TIMEOUT.register(filters, this::watch);
  }

  /** The thread that waits for such a body learns of its end, but has no client to report it to. */
  void registerFailures(@Observes Router router) {
    HttpOrder.Failure.BODY_TIMEOUT.register(router, BodyTimeout::failed);
  }

  /**
   * The body is there: from now on, its thread alone responds.
   *
   * @return false if the time was over before, and the client has been told
   */
  static boolean arrived(RoutingContext exchange) {
    AtomicBoolean decided = exchange.get(DECIDED);
    return decided == null || decided.compareAndSet(false, true);
  }

  private static void failed(RoutingContext exchange) {
    if (exchange.get(GIVEN_UP) == null) {
      exchange.next();
    } else {
      LOG.debug(LogLine.event("request_given_up").next("nothing of it was stored"));
    }
  }

  private void watch(RoutingContext exchange) {
    if (isToCome(exchange.request()) && !isUpload(exchange.normalizedPath())) {
      exchange.put(DECIDED, new AtomicBoolean());
      long timer = exchange.vertx().setTimer(timeout.toMillis(), _ -> giveUp(exchange));
      exchange.addEndHandler(_ -> exchange.vertx().cancelTimer(timer));
    }
    exchange.next();
  }

  /** It must be fast enough instead, see {@link MinimumRateBody}. */
  private static boolean isUpload(String path) {
    return Operations.at(path).map(Operations.Path::template).filter(UPLOADS::contains).isPresent();
  }

  private static boolean isToCome(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    // Over HTTP/2, nothing announces a body. A GET that waits has none, although it is not read to
    // its end before the response.
    return request.method() == HttpMethod.POST
        && !request.isEnded()
        && (length == null ? mayBeChunked(request) : !length.equals("0"));
  }

  private static boolean mayBeChunked(HttpServerRequest request) {
    return request.version() == HttpVersion.HTTP_2
        || request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
  }

  /**
   * A body that has arrived may still wait for its thread, and that thread to respond: {@link
   * #arrived} decides which of both responds.
   */
  private void giveUp(RoutingContext exchange) {
    if (exchange.request().isEnded() || exchange.response().headWritten() || !arrived(exchange)) {
      return;
    }
    exchange.put(GIVEN_UP, true);
    Problem problem =
        Problem.of(
            ProblemType.REQUEST_TIMEOUT,
            "the body did not arrive within %d s; nothing was stored"
                .formatted(timeout.toSeconds()));
    exchange.response().putHeader(HttpHeaders.CONNECTION, "close");
    sender.end(exchange, problem).onComplete(_ -> exchange.request().connection().close());
  }
}
