package dev.errand.simulator;

import dev.errand.simulator.answer.CallLedger;
import dev.errand.simulator.fault.OpenAiError;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;

/** Shows and resets the {@link CallLedger} over HTTP. */
final class CallReport {

  private final Vertx vertx;
  private final CallLedger calls;

  CallReport(Vertx vertx, CallLedger calls) {
    this.vertx = vertx;
    this.calls = calls;
  }

  void show(HttpServerRequest request) {
    String key = request.getParam("key");
    if (key == null) {
      showAll(request.response());
    } else {
      JsonReply.send(request.response(), 200, ofKey(key));
    }
  }

  /** A million keys take a while to write: not on an event loop. */
  private void showAll(HttpServerResponse response) {
    vertx
        .executeBlocking(() -> ofAll().toBuffer())
        .onSuccess(body -> response.putHeader("Content-Type", "application/json").end(body))
        .onFailure(failure -> JsonReply.send(response, OpenAiError.ofStatus(500)));
  }

  private JsonObject ofAll() {
    return new JsonObject()
        .put("total", calls.total())
        .put("in_flight", calls.inFlight())
        .put("closed_by_client", calls.closedByClient())
        .put("last_closed_at", text(calls.lastClosedAt()))
        .put("unlisted", calls.unlisted())
        .put("markers", new JsonObject(new LinkedHashMap<>(calls.markers())))
        .put("calls", new JsonObject(new LinkedHashMap<>(calls.counts())));
  }

  private JsonObject ofKey(String key) {
    return new JsonObject()
        .put("key", CallLedger.nameOf(key))
        .put("count", calls.count(key))
        .put("closed_by_client", calls.closedByClient(key))
        .put("last_closed_at", text(calls.lastClosedAt(key)));
  }

  private static String text(Optional<Instant> time) {
    return time.map(Instant::toString).orElse(null);
  }

  void reset(HttpServerRequest request) {
    calls.reset();
    request.response().setStatusCode(204).end();
  }
}
