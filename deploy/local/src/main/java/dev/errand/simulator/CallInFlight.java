package dev.errand.simulator;

import dev.errand.simulator.answer.Call;
import dev.errand.simulator.answer.CallLedger;
import dev.errand.simulator.fault.Fault;
import dev.errand.simulator.fault.Faults;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** A call between its arrival and its end, used only on its connection's event loop. */
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
    if (plan.fault().ending() == Fault.Ending.INTERIM) {
      // Immediately, so that the answer may take long.
      RawBytes.interim(request, plan.fault().amount());
    }
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
      case AGAIN -> answerAndThen(request, () -> RawBytes.answer(request, wholeAnswer()));
      case ANSWER -> answer(response);
      case CLOSE -> answerAndThen(request, () -> request.connection().close());
      case STREAM -> stream(response, call.shape().frames(call));
      case HALF_STREAM -> stream(response, half(call.shape().frames(call)));
      case EMPTY, NULL, NOTHING, HALF, CUT_OFF, FILTERED, FLOATS, INNER, NAN, BAD_UTF8, ECHO ->
          odd(response);
      case ERROR -> error(response);
      case ERROR_BODY -> errorBody(response);
      case BIG -> big(response);
      case HANG -> {}
      case HANG_BODY -> half(response);
      case INTERIM -> interim(request);
      case LATE -> answerAndThen(request, () -> RawBytes.write(request, "{\"more\": true}"));
      case HTML -> text(response, "text/html", "<html><body>Bad gateway</body></html>");
      case MALFORMED -> text(response, "application/json", "{\"id\": \"" + call.id() + "\", \"cho");
      case OVERLONG -> overlong(response);
      case REDIRECT -> redirect(request);
      case RESET -> reset(request);
      case TRICKLE -> trickle(response, 0);
      case TRUNCATED -> truncate(request);
    }
  }

  private void big(HttpServerResponse response) {
    long bytes = plan.fault().amount();
    new BigAnswer(response, call.shape().answer(call), bytes, this::answered).send();
  }

  private void answer(HttpServerResponse response) {
    List<String> frames = call.streams() ? call.shape().frames(call) : List.of();
    if (frames.isEmpty()) {
      answered();
      JsonReply.send(response, 200, call.shape().answer(call));
    } else {
      stream(response, frames);
    }
  }

  private void interim(HttpServerRequest request) {
    RawBytes.interim(request, plan.fault().amount());
    answer(request.response());
  }

  /** The usual answer, and later something else on its connection, when no client waits for it. */
  private void answerAndThen(HttpServerRequest request, Runnable more) {
    answer(request.response());
    vertx.setTimer(plan.fault().amount(), due -> more.run());
  }

  private Buffer wholeAnswer() {
    return call.shape().answer(call).toBuffer();
  }

  private void stream(HttpServerResponse response, List<String> frames) {
    response.setChunked(true).putHeader("Content-Type", "text/event-stream; charset=utf-8");
    frames.forEach(response::write);
    answered();
    response.end();
  }

  private static List<String> half(List<String> frames) {
    return frames.subList(0, frames.size() / 2);
  }

  private void odd(HttpServerResponse response) {
    answered();
    response.putHeader("Content-Type", "application/json").end(OddBodies.of(plan.fault(), call));
  }

  /** Before the answer is sent, so that a client with the answer sees the count. */
  private void answered() {
    over = true;
    calls.answered();
  }

  private void error(HttpServerResponse response) {
    plan.fault().retryAfter().ifPresent(delay -> retryAfter(response, delay));
    answered();
    JsonReply.send(response, plan.fault().error());
  }

  /** Retry-After has only whole seconds; OpenAI's clients read the finer header first. */
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
    answered();
    half(request.response()).onComplete(written -> request.connection().close());
  }

  /** Announces the whole answer and sends half of it. */
  private Future<Void> half(HttpServerResponse response) {
    Buffer whole = call.shape().answer(call).toBuffer();
    return announce(response, whole).write(whole.slice(0, whole.length() / 2));
  }

  private void overlong(HttpServerResponse response) {
    Buffer whole = call.shape().answer(call).toBuffer();
    answered();
    announce(response, whole).end(whole.copy().appendString("{\"more\": true}"));
  }

  /** To the same URL, so that clients that follow it are counted. */
  private void redirect(HttpServerRequest request) {
    answered();
    request.response().setStatusCode(307).putHeader("Location", request.uri()).end();
  }

  private void trickle(HttpServerResponse response, int sent) {
    Buffer whole = call.shape().answer(call).toBuffer();
    if (sent == 0) {
      announce(response, whole);
    }
    if (sent == whole.length() - 1) {
      answered();
      response.end(whole.slice(sent, sent + 1));
    } else {
      response.write(whole.slice(sent, sent + 1));
      timer = vertx.setTimer(plan.fault().amount(), due -> trickle(response, sent + 1));
    }
  }

  private static HttpServerResponse announce(HttpServerResponse response, Buffer whole) {
    return response
        .putHeader("Content-Type", "application/json")
        .putHeader("Content-Length", Integer.toString(whole.length()));
  }
}
