package dev.errand.worker.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.errand.job.Endpoint;
import dev.errand.worker.answer.Verdict.Complete;
import dev.errand.worker.answer.Verdict.Errored;
import dev.errand.worker.answer.Verdict.Foreign;
import dev.errand.worker.answer.Verdict.Lacking;
import java.util.Optional;

/** The shape of responses: a status, and an output of items. */
final class Responses {

  private static final int SERVER_ERROR = 500;

  private Responses() {}

  /** Classifies an object. */
  static Verdict of(JsonNode body) {
    JsonNode status = body.path("status");
    if (!status.isTextual()) {
      return Shape.foreign(Endpoint.RESPONSES, body);
    }
    return switch (status.textValue()) {
      case "completed" -> output(body, Optional.empty());
      case "incomplete" -> output(body, incomplete(body));
      case "failed" -> failed(body);
      case "cancelled" -> new Lacking("the response was cancelled at the provider");
      case "queued", "in_progress" -> background(status.textValue());
      default -> Shape.foreign(Endpoint.RESPONSES, body);
    };
  }

  private static Verdict output(JsonNode body, Optional<String> reason) {
    JsonNode output = body.path("output");
    if (!output.isArray() && !Blank.is(output)) {
      return Shape.foreign(Endpoint.RESPONSES, body);
    }
    return Blank.is(output)
        ? new Lacking(
            "the response is %s and has no output".formatted(body.path("status").textValue()))
        : new Complete(reason);
  }

  private static Optional<String> incomplete(JsonNode body) {
    return FinishReason.of(body.path("incomplete_details").path("reason"))
        .or(() -> Optional.of("incomplete"));
  }

  /** Without a more specific code, it is a server error. */
  private static Verdict failed(JsonNode body) {
    JsonNode error = body.path("error");
    return new Errored(
        InnerError.statusOf(error).orElse(SERVER_ERROR),
        Blank.is(error)
            ? TextNode.valueOf("the response has the status failed, but no error")
            : error);
  }

  private static Foreign background(String status) {
    return new Foreign(
        "the response is %s: the provider runs it in the background, and Errand does not wait for"
                .formatted(status)
            + " such responses; send \"background\": false");
  }
}
