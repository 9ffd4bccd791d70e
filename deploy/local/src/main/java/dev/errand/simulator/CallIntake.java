package dev.errand.simulator;

import dev.errand.simulator.answer.AnswerShape;
import dev.errand.simulator.answer.Call;
import dev.errand.simulator.answer.CallLedger;
import dev.errand.simulator.fault.Faults;
import dev.errand.simulator.fault.OpenAiError;
import dev.errand.simulator.fault.RefusedException;
import dev.errand.simulator.fault.Spells;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.Optional;

/** Reads, counts and checks calls, and starts the valid ones. */
final class CallIntake {

  private static final String KEY_HEADER = "X-Request-Key";
  private static final String UNREADABLE = "unreadable";

  private final Vertx vertx;
  private final CallLedger calls;
  private final Faults defaults;
  private final Clock clock;
  private final Spells spells = new Spells();

  CallIntake(Vertx vertx, CallLedger calls, Faults defaults, Clock clock) {
    this.vertx = vertx;
    this.calls = calls;
    this.defaults = defaults;
    this.clock = clock;
  }

  void take(HttpServerRequest request, String id, AnswerShape shape) {
    BoundedBody.of(request)
        .map(CallIntake::parse)
        .map(body -> new Call(id, clock.instant(), headerKey(request), shape, body))
        .onSuccess(call -> count(request, call))
        .onFailure(failure -> countUnreadable(request, failure));
  }

  private static Optional<String> headerKey(HttpServerRequest request) {
    return Optional.ofNullable(request.getHeader(KEY_HEADER));
  }

  private static JsonObject parse(Buffer body) {
    try {
      return body.toJsonObject();
    } catch (DecodeException | ClassCastException e) {
      throw new RefusedException(
          OpenAiError.badRequest("We could not parse the JSON body of your request."));
    }
  }

  private void count(HttpServerRequest request, Call call) {
    int number = calls.received(call.key());
    call.markers().forEach(calls::marked);
    try {
      call.check();
      Faults.Plan plan = faults(call).planFor(call.key(), number);
      new CallInFlight(vertx, calls, clock, call, plan).run(request);
    } catch (RefusedException e) {
      calls.answered();
      refuse(request.response(), e);
    }
  }

  private Faults faults(Call call) {
    Faults faults = call.faults(defaults);
    return spells.spare(call.behavior(), faults.spell(), call.receivedAt())
        ? faults.spared()
        : faults;
  }

  private void countUnreadable(HttpServerRequest request, Throwable failure) {
    calls.received(CallLedger.nameOf(headerKey(request).orElse(UNREADABLE)));
    calls.answered();
    refuse(request.response(), failure);
  }

  private static void refuse(HttpServerResponse response, Throwable failure) {
    OpenAiError error =
        failure instanceof RefusedException refused ? refused.error() : OpenAiError.ofStatus(500);
    JsonReply.send(response, error);
  }
}
