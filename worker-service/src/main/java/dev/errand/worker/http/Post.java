package dev.errand.worker.http;

import dev.errand.worker.http.ByteBudget.Reservation;
import io.netty.buffer.Unpooled;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A POST in progress, whose answer goes to a sink. It is sent once: if its connection breaks, it is
 * unknown what the provider did with it, and the retry policy decides whether to call again. Its
 * body is therefore released once it is sent.
 *
 * @param <T> the sink's result
 */
public final class Post<T> {

  private final Reservation budget;
  private final ConnectionShare connections;
  private final AnswerSink<T> sink;
  private final CompletableFuture<T> answer = new CompletableFuture<>();

  // Used only on the event loop of the connections; null while there is nothing to send and nothing
  // to abort.
  private RequestOptions target;
  private byte @Nullable [] body;
  private @Nullable Exchange exchange;
  private long number;
  private int redirects;

  /**
   * Creates a POST.
   *
   * @param redirects how many redirects it follows; its body is kept as long as there may be more
   */
  Post(
      RequestOptions target,
      byte[] body,
      int redirects,
      Reservation budget,
      AnswerSink<T> sink,
      ConnectionShare connections) {
    this.target = target;
    this.body = body;
    this.redirects = redirects;
    this.budget = budget;
    this.sink = sink;
    this.connections = connections;
  }

  /** Begins it, in a place that was taken for it. */
  Post<T> begin() {
    connections.run(this::connect);
    return this;
  }

  /**
   * The future answer; fails if the connection fails, with a {@link NotSentException} if none was
   * established.
   */
  public CompletableFuture<T> answer() {
    return answer;
  }

  /**
   * Cancels the answer unless it is complete, and closes the connection. Safe to call at any time.
   */
  public void abort() {
    if (answer.cancel(false)) {
      connections.run(_ -> abortExchange());
    }
  }

  private void connect(HttpClient client) {
    if (answer.isDone()) {
      sink.dropped();
      connections.leave();
      return;
    }
    try {
      call(client).onComplete(this::end);
    } catch (IllegalStateException e) {
      // The client is closed because the process is stopping.
      end(Future.failedFuture(e));
    }
  }

  private Future<Void> call(HttpClient client) {
    return clearConnection(client)
        .compose(this::send)
        .compose(response -> follow(client, response).orElseGet(() -> read(response)));
  }

  /** The same call at another path, if the answer is a redirect that is followed. */
  private Optional<Future<Void>> follow(HttpClient client, HttpClientResponse response) {
    if (redirects == 0) {
      return Optional.empty();
    }
    redirects--;
    Optional<RequestOptions> next = Redirect.of(target, response);
    next.ifPresent(
        it -> {
          response.exceptionHandler(_ -> {});
          abortExchange();
          target = it;
        });
    return next.map(_ -> call(client));
  }

  /**
   * A connection without unexpected bytes. If it breaks during the check, it has received nothing
   * of this call, and another one is taken.
   */
  private Future<HttpClientRequest> clearConnection(HttpClient client) {
    return client.request(target).compose(this::clear);
  }

  private Future<HttpClientRequest> clear(HttpClientRequest connected) {
    Exchange earlier = Watch.of(connected.connection());
    if (earlier.isFresh()) {
      return Future.succeededFuture(connected);
    }
    // Without a handler, Vert.x logs its errors.
    connected.exceptionHandler(_ -> {});
    Promise<HttpClientRequest> clear = Promise.promise();
    // Back on the connections' own context: otherwise Vert.x would continue on any event loop.
    earlier.afterReading(
        () ->
            connections.run(
                it -> {
                  if (earlier.isUsable()) {
                    clear.complete(connected);
                  } else {
                    earlier.close();
                    clearConnection(it).onComplete(clear);
                  }
                }));
    return clear.future();
  }

  private Future<HttpClientResponse> send(HttpClientRequest connected) {
    if (answer.isDone()) {
      // Nothing was sent: the connection returns to its pool.
      connected.exceptionHandler(_ -> {});
      connected.reset();
      return Future.failedFuture("aborted");
    }
    Future<Void> sent =
        connected.end(Buffer.buffer(Unpooled.wrappedBuffer(Objects.requireNonNull(body))));
    exchange = Watch.of(connected.connection());
    number = exchange.number();
    if (redirects == 0) {
      body = null;
      sent.onComplete(_ -> budget.requestGone());
    }
    return connected.response();
  }

  private Future<Void> read(HttpClientResponse response) {
    return new AnswerFeed(response, Objects.requireNonNull(exchange), number, sink, connections)
        .begin();
  }

  private void end(AsyncResult<Void> result) {
    boolean sent = exchange != null;
    body = null;
    budget.requestGone();
    if (result.failed()) {
      sink.dropped();
      abortExchange();
    }
    // From here on, the connection may serve another call: a late abort must not close it.
    exchange = null;
    connections.leave();
    if (result.succeeded()) {
      complete();
    } else {
      answer.completeExceptionally(sent ? result.cause() : new NotSentException(result.cause()));
    }
  }

  private void complete() {
    try {
      answer.complete(sink.end());
    } catch (RuntimeException e) {
      answer.completeExceptionally(e);
    }
  }

  private void abortExchange() {
    if (exchange != null) {
      exchange.abort(number);
    }
  }
}
