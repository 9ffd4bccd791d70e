package dev.errand.worker.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.errand.job.Endpoint;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The choices of a streamed completion, gathered chunk by chunk. */
final class StreamedChoices {

  private static final String FINISH_REASON = "finish_reason";

  private final Endpoint endpoint;
  private final Map<Integer, MergedObject> choices = new TreeMap<>();
  private final ObjectNode envelope = JsonNodeFactory.instance.objectNode();
  private Optional<String> strange = Optional.empty();

  StreamedChoices(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  /** Adds one event's JSON. */
  void add(JsonNode chunk) {
    if (chunk.path("choices").isArray()) {
      chunk.path("choices").forEach(this::addChoice);
    } else if (!chunk.has("usage") && !isKnown(chunk.path("type").asText())) {
      String kind = chunk.path("type").asText("JSON without choices");
      strange = strange.or(() -> Optional.of("its first event is " + Shown.line(kind)));
    }
    chunk
        .propertyStream()
        .filter(member -> !member.getKey().equals("choices") && !member.getValue().isNull())
        .forEach(member -> addToEnvelope(member.getKey(), member.getValue()));
  }

  /** The first content in the events that does not belong to a completion. */
  Optional<String> strange() {
    return choices.isEmpty() ? strange : Optional.empty();
  }

  /** Whether each choice has a finish reason. */
  boolean areFinished() {
    return !choices.isEmpty()
        && choices.values().stream().allMatch(choice -> choice.has(FINISH_REASON));
  }

  /** The completion in one piece. */
  ObjectNode whole() {
    ArrayNode all = envelope.putArray("choices");
    choices.forEach((index, choice) -> all.add(choice.json().put("index", index)));
    boolean chat = endpoint == Endpoint.CHAT_COMPLETIONS;
    return envelope.put("object", chat ? "chat.completion" : "text_completion");
  }

  /** The last event of a response contains its deltas, too. */
  private boolean isKnown(String type) {
    return type.equals("ping") || endpoint == Endpoint.RESPONSES && type.startsWith("response.");
  }

  private void addChoice(JsonNode choice) {
    MergedObject merged =
        choices.computeIfAbsent(choice.path("index").asInt(0), _ -> new MergedObject());
    choice.propertyStream().forEach(member -> addToChoice(merged, member));
  }

  private static void addToChoice(MergedObject choice, Map.Entry<String, JsonNode> member) {
    switch (member.getKey()) {
      case "index" -> {}
      case "delta" -> choice.merge("message", member.getValue());
      // Some servers end with the complete message.
      case "message" -> choice.putIfAbsent("message", member.getValue());
      default -> choice.merge(member.getKey(), member.getValue());
    }
  }

  /** The token counts grow; the rest is the same in each chunk. */
  private void addToEnvelope(String name, JsonNode value) {
    if (name.equals("usage") || !envelope.has(name)) {
      envelope.set(name, value);
    }
  }
}
