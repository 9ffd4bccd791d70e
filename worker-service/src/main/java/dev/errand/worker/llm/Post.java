package dev.errand.worker.llm;

import io.netty.buffer.Unpooled;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.RequestOptions;
import java.util.concurrent.CompletableFuture;

/**
 * A POST under way. It is sent once: where its connection breaks, what the provider did with it
 * can't be known, and whether to call again is for the retry policy to say.
 */
final class Post {

  private final RequestOptions target;
  private final byte[] body;
  private final ConnectionShare connections;
  private final CompletableFuture<HttpAnswer> answer = new CompletableFuture<>();

  // Only the event loop of the connections touches it; null while there is nothing to reset.
  private HttpClientRequest request;

  Post(RequestOptions target, byte[] body, ConnectionShare connections) {
    this.target = target;
    this.body = body;
    this.connections = connections;
  }

  /** Begins it, in a place of the connections that was taken for it. */
  Post begin() {
    connections.run(this::connect);
    return this;
  }

  /** The answer to come; fails where the connection does. */
  CompletableFuture<HttpAnswer> answer() {
    return answer;
  }

  /** Cancels the answer unless it is there; closes the connection. Safe to call at any time. */
  void abort() {
    if (answer.cancel(false)) {
      connections.run(_ -> reset());
    }
  }

  private void connect(HttpClient client) {
    if (answer.isDone()) {
      connections.leave();
      return;
    }
    try {
      client.request(target).compose(this::send).compose(this::read).onComplete(this::end);
    } catch (IllegalStateException e) {
      // The client is closed, as the process ends.
      end(Future.failedFuture(e));
    }
  }

  private Future<HttpClientResponse> send(HttpClientRequest connected) {
    request = connected;
    if (answer.isDone()) {
      // Nothing was sent: the connection goes back to its pool. Without a handler Vert.x logs that.
      connected.exceptionHandler(_ -> {});
      reset();
      return Future.failedFuture("aborted");
    }
    return connected.send(Buffer.buffer(Unpooled.wrappedBuffer(body)));
  }

  private Future<HttpAnswer> read(HttpClientResponse response) {
    return response
        .body()
        .map(
            body ->
                new HttpAnswer(
                    response.statusCode(),
                    response.getHeader("x-request-id"),
                    response.getHeader(HttpHeaders.RETRY_AFTER),
                    body.getBytes()));
  }

  private void end(AsyncResult<HttpAnswer> result) {
    // From here on the connection may serve another call: a late abort must not close it.
    request = null;
    connections.leave();
    if (result.succeeded()) {
      answer.complete(result.result());
    } else {
      answer.completeExceptionally(result.cause());
    }
  }

  private void reset() {
    if (request != null) {
      request.reset();
    }
  }
}
