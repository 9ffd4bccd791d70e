package dev.errand.simulator;

import dev.errand.simulator.answer.Call;
import dev.errand.simulator.fault.Fault;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * Bodies of responses with status 200 that are not an answer, are incomplete, or are not quite
 * JSON.
 */
final class OddBodies {

  private OddBodies() {}

  /** The body for a fault. */
  static Buffer of(Fault fault, Call call) {
    return switch (fault.ending()) {
      case NULL -> Buffer.buffer("null");
      case NOTHING -> emptied(call).toBuffer();
      case HALF -> ended(call, "error", "failed").toBuffer();
      case CUT_OFF -> ended(call, "length", "max_output_tokens").toBuffer();
      case FILTERED -> ended(call, "content_filter", "content_filter").toBuffer();
      case FLOATS -> call.shape().answer(call.withoutEncoding()).toBuffer();
      case INNER -> inner(fault.amount()).toBuffer();
      case NAN -> withMember(call, "\"logprob\":[NaN,Infinity,-Infinity]".getBytes());
      case BAD_UTF8 -> withMember(call, new byte[] {'"', 'x', '"', ':', '"', (byte) 0xff, '"'});
      case ECHO -> Buffer.buffer(call.prompt());
      default -> Buffer.buffer();
    };
  }

  /** The usual answer without its content. */
  private static JsonObject emptied(Call call) {
    JsonObject answer = call.shape().answer(call);
    for (String name : List.of("choices", "data", "output")) {
      if (answer.containsKey(name)) {
        answer.put(name, new JsonArray());
      }
    }
    return answer;
  }

  /**
   * The usual answer with another end: choices with a finish reason, or a response that is
   * incomplete or failed.
   */
  private static JsonObject ended(Call call, String finishReason, String incompleteReason) {
    JsonObject answer = call.shape().answer(call);
    JsonArray choices = answer.getJsonArray("choices", new JsonArray());
    choices.forEach(choice -> ((JsonObject) choice).put("finish_reason", finishReason));
    if (answer.containsKey("output")) {
      boolean failed = incompleteReason.equals("failed");
      answer.put("status", failed ? "failed" : "incomplete");
      if (failed) {
        answer.put(
            "error", new JsonObject().put("code", "server_error").put("message", "It broke."));
      } else {
        answer.put("incomplete_details", new JsonObject().put("reason", incompleteReason));
      }
    }
    return answer;
  }

  private static JsonObject inner(long code) {
    String message = "The simulator was told to answer with the error " + code + " inside.";
    return new JsonObject()
        .put("error", new JsonObject().put("message", message).put("code", code));
  }

  /** The usual answer with an additional member, as bytes that are not JSON. */
  private static Buffer withMember(Call call, byte[] member) {
    Buffer answer = call.shape().answer(call).toBuffer();
    return answer
        .getBuffer(0, answer.length() - 1)
        .appendString(",")
        .appendBytes(member)
        .appendString("}");
  }
}
