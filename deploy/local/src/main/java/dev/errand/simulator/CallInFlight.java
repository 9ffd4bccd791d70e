package dev.errand.simulator;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** A call between its arrival and its end, on its connection's event loop and no thread else. */
final class CallInFlight {

  private static final long NO_TIMER = -1;

  private final Vertx vertx;
  private final CallLedger calls;
  private final Clock clock;
  private final Call call;
  private final Faults.Plan plan;
  private long timer = NO_TIMER;
  private boolean over;

  CallInFlight(Vertx vertx, CallLedger calls, Clock clock, Call call, Faults.Plan plan) {
    this.vertx = vertx;
    this.calls = calls;
    this.clock = clock;
    this.call = call;
    this.plan = plan;
  }

  void run(HttpServerRequest request) {
    request.response().closeHandler(closed -> closedByClient());
    long millis = plan.delay().toMillis();
    if (millis == 0) {
      end(request);
    } else {
      timer = vertx.setTimer(millis, due -> end(request));
    }
  }

  private void closedByClient() {
    if (!over) {
      over = true;
      vertx.cancelTimer(timer);
      calls.closedByClient(call.key(), clock.instant());
    }
  }

  private void end(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    switch (plan.fault().ending()) {
      case ANSWER -> answer(response);
      case ERROR -> error(response);
      case ERROR_BODY -> errorBody(response);
      case HANG -> {}
      case HTML -> text(response, "text/html", "<html><body>Bad gateway</body></html>");
      case MALFORMED -> text(response, "application/json", "{\"id\": \"" + call.id() + "\", \"cho");
      case RESET -> reset(request);
      case TRUNCATED -> truncate(request);
    }
  }

  private void answer(HttpServerResponse response) {
    List<String> frames = call.streams() ? call.shape().frames(call) : List.of();
    if (frames.isEmpty()) {
      answered();
      JsonReply.send(response, 200, call.shape().answer(call));
    } else {
      response.setChunked(true).putHeader("Content-Type", "text/event-stream; charset=utf-8");
      frames.forEach(response::write);
      answered();
      response.end();
    }
  }

  /** Before the answer is sent, so that whoever has the answer sees the count. */
  private void answered() {
    over = true;
    calls.answered();
  }

  private void error(HttpServerResponse response) {
    plan.fault().retryAfter().ifPresent(delay -> retryAfter(response, delay));
    answered();
    JsonReply.send(response, plan.fault().error());
  }

  /** Retry-After knows whole seconds only; OpenAI's clients read the finer header first. */
  private static void retryAfter(HttpServerResponse response, Duration delay) {
    long seconds = Math.max(1, delay.plusMillis(999).toSeconds());
    response.putHeader("Retry-After", Long.toString(seconds));
    if (delay.toMillis() != seconds * 1000) {
      response.putHeader("retry-after-ms", Long.toString(delay.toMillis()));
    }
  }

  private void errorBody(HttpServerResponse response) {
    answered();
    JsonReply.send(response, 200, plan.fault().error().toJson());
  }

  private void text(HttpServerResponse response, String type, String body) {
    answered();
    response.putHeader("Content-Type", type).end(body);
  }

  private void reset(HttpServerRequest request) {
    answered();
    request.connection().close();
  }

  private void truncate(HttpServerRequest request) {
    Buffer whole = call.shape().answer(call).toBuffer();
    answered();
    request
        .response()
        .putHeader("Content-Type", "application/json")
        .putHeader("Content-Length", Integer.toString(whole.length()))
        .write(whole.slice(0, whole.length() / 2))
        .onComplete(written -> request.connection().close());
  }
}
