package dev.errand.worker.answer;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.errand.job.Endpoint;
import dev.errand.text.Utf8;
import dev.errand.worker.answer.EventStream.Event;
import dev.errand.worker.answer.Verdict.Foreign;
import dev.errand.worker.answer.Verdict.Lacking;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/** Assembles an answer that arrived as an event stream although none was requested. */
final class StreamedAnswer {

  /** A tree takes several times the memory of its text. */
  private static final int EVENT = 4 << 20;

  private static final Set<String> LAST =
      Set.of("response.completed", "response.incomplete", "response.failed", "response.cancelled");

  private static final JsonMapper JSON =
      new JsonMapper(
          JsonFactory.builder()
              .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
              .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
              // Unchanged: they are repaired with the rest.
              .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
              .streamReadConstraints(StrictJson.LIMITS)
              .build());

  private final Endpoint endpoint;
  private final StreamedChoices choices;
  private Optional<JsonNode> whole = Optional.empty();
  private Optional<String> strange = Optional.empty();
  private boolean done;
  private boolean cutOff;

  private StreamedAnswer(Endpoint endpoint) {
    this.endpoint = endpoint;
    this.choices = new StreamedChoices(endpoint);
  }

  /**
   * The result.
   *
   * @param json the answer in one piece; empty if there is a verdict
   */
  record Assembled(Optional<byte[]> json, Optional<Verdict> fault) {}

  /** Assembles the answer. */
  static Assembled of(Endpoint endpoint, byte[] body) throws IOException {
    if (endpoint == Endpoint.EMBEDDINGS) {
      return fault(foreign(endpoint, "embeddings can't be streamed"));
    }
    EventStream events = new EventStream(body);
    StreamedAnswer answer = new StreamedAnswer(endpoint);
    Optional<Event> next = events.next();
    while (next.isPresent() && !answer.done && !answer.cutOff && answer.strange.isEmpty()) {
      answer.take(next.get());
      next = events.next();
    }
    return answer.assembled();
  }

  private void take(Event event) {
    String data = event.data().strip();
    if (data.equals("[DONE]")) {
      done = true;
    } else if (data.length() > EVENT) {
      strange = Optional.of("an event has more than %d characters".formatted(EVENT));
    } else if (!data.isEmpty()) {
      parse(event.name(), data);
    }
  }

  private void parse(String name, String data) {
    try {
      take(name, JSON.readTree(data));
    } catch (JsonEOFException e) {
      cutOff = true;
    } catch (JacksonException e) {
      strange = Optional.of("an event is not JSON: " + Shown.line(data));
    }
  }

  private void take(String name, JsonNode data) {
    if (!Blank.is(data.path("error")) || name.equals("error")) {
      whole = Optional.of(error(data));
      done = true;
    } else if (LAST.contains(data.path("type").asText())) {
      whole = Optional.of(data.path("response"));
      done = true;
    } else {
      choices.add(data);
    }
  }

  private static ObjectNode error(JsonNode data) {
    JsonNode error = Blank.is(data.path("error")) ? data : data.path("error");
    return JSON.createObjectNode().set("error", error);
  }

  private Assembled assembled() throws IOException {
    Optional<String> why = strange.or(choices::strange);
    if (why.isPresent()) {
      return fault(foreign(endpoint, why.get()));
    }
    if (whole.isPresent()) {
      return whole(whole.get());
    }
    return done || choices.areFinished() ? whole(choices.whole()) : fault(brokenOff());
  }

  private static Assembled whole(JsonNode answer) throws IOException {
    // Through a string: the byte writer does not accept unpaired surrogates.
    String json = Utf8.whole(JSON.writeValueAsString(answer));
    return new Assembled(Optional.of(json.getBytes(StandardCharsets.UTF_8)), Optional.empty());
  }

  private static Assembled fault(Verdict verdict) {
    return new Assembled(Optional.empty(), Optional.of(verdict));
  }

  private static Verdict brokenOff() {
    return new Lacking(
        "the answer came as an event stream, which was not requested, and was cut off before its"
            + " end");
  }

  private static Verdict foreign(Endpoint endpoint, String why) {
    return new Foreign(
        "the answer is an event stream, which was not requested, and cannot be assembled into an"
            + " answer of %s: %s; turn off streaming in the provider"
                .formatted(endpoint.path(), why));
  }
}
