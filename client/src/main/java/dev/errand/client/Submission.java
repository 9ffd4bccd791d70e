package dev.errand.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * A job to submit: a model and a prompt, or a provider's whole request. Each method returns another
 * submission; the service checks the values.
 */
public final class Submission {

  private final ObjectNode fields;

  private Submission(ObjectNode fields) {
    this.fields = fields;
  }

  /** The short form. */
  public static Submission prompt(String model, String prompt) {
    return new Submission(Json.MAPPER.createObjectNode().put("model", model).put("prompt", prompt));
  }

  /**
   * A provider's whole request.
   *
   * @param endpoint such as {@code /v1/chat/completions}
   * @param body has the model
   */
  public static Submission request(String endpoint, ObjectNode body) {
    ObjectNode fields = Json.MAPPER.createObjectNode().put("endpoint", endpoint);
    fields.set("body", body.deepCopy());
    return new Submission(fields);
  }

  /** The system message beside a prompt. */
  public Submission system(String text) {
    return new Submission(fields.deepCopy().put("system", text));
  }

  /** From -100 to 100; higher runs first. */
  public Submission priority(int priority) {
    return new Submission(fields.deepCopy().put("priority", priority));
  }

  /** Not before that time has passed. */
  public Submission delay(Duration delay) {
    return new Submission(fields.deepCopy().put("delay_seconds", delay.toSeconds()));
  }

  /** Not before then. */
  public Submission runAt(Instant time) {
    return new Submission(fields.deepCopy().put("run_at", time.toString()));
  }

  /** It expires if it has not started by then. */
  public Submission deadline(Instant time) {
    return new Submission(fields.deepCopy().put("deadline", time.toString()));
  }

  /** The time of one attempt. */
  public Submission timeout(Duration timeout) {
    return new Submission(fields.deepCopy().put("timeout_seconds", timeout.toSeconds()));
  }

  public Submission maxAttempts(int attempts) {
    return new Submission(fields.deepCopy().put("max_attempts", attempts));
  }

  /** It fails when its worker is lost during the call, rather than call again. */
  public Submission failIfLost() {
    return new Submission(fields.deepCopy().put("on_lost", "fail"));
  }

  /** Your own pairs. */
  public Submission metadata(Map<String, String> pairs) {
    ObjectNode copy = fields.deepCopy();
    copy.set("metadata", Json.MAPPER.valueToTree(pairs));
    return new Submission(copy);
  }

  /** Its JSON, on one line. */
  @Override
  public String toString() {
    return fields.toString();
  }
}
