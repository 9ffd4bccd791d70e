package dev.errand.api.submit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.errand.job.Endpoint;
import java.util.Optional;

/** Expands a submission's short form, model and prompt, to the provider's request. */
final class Shorthand {

  private static final JsonMapper MAPPER = new JsonMapper();

  private Shorthand() {}

  /** Whether the endpoint supports instructions before the prompt. */
  static boolean takesSystem(Endpoint endpoint) {
    return switch (endpoint) {
      case CHAT_COMPLETIONS, RESPONSES -> true;
      case EMBEDDINGS, COMPLETIONS -> false;
    };
  }

  /** Embeddings have no such parameter, and servers reject unknown ones. */
  private static boolean streams(Endpoint endpoint) {
    return switch (endpoint) {
      case CHAT_COMPLETIONS, RESPONSES, COMPLETIONS -> true;
      case EMBEDDINGS -> false;
    };
  }

  static byte[] body(Endpoint endpoint, String model, String prompt, Optional<String> system) {
    ObjectNode body = MAPPER.createObjectNode().put("model", model);
    if (streams(endpoint)) {
      // Some servers stream unless streaming is turned off.
      body.put("stream", false);
    }
    switch (endpoint) {
      case CHAT_COMPLETIONS -> messages(body, prompt, system);
      case RESPONSES -> {
        system.ifPresent(text -> body.put("instructions", text));
        body.put("input", prompt);
      }
      case EMBEDDINGS -> body.put("input", prompt);
      case COMPLETIONS -> body.put("prompt", prompt);
    }
    try {
      return MAPPER.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of texts could not be written", e);
    }
  }

  private static void messages(ObjectNode body, String prompt, Optional<String> system) {
    var messages = body.putArray("messages");
    system.ifPresent(text -> messages.addObject().put("role", "system").put("content", text));
    messages.addObject().put("role", "user").put("content", prompt);
  }
}
