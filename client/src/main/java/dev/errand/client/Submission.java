package dev.errand.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * A job to submit: a model and a prompt, or a provider's complete request. Each method returns
 * another submission; the service checks the values.
 */
public final class Submission {

  private final ObjectNode fields;

  private Submission(ObjectNode fields) {
    this.fields = fields;
  }

  /** Creates a submission in the short form. */
  public static Submission prompt(String model, String prompt) {
    return new Submission(Json.MAPPER.createObjectNode().put("model", model).put("prompt", prompt));
  }

  /**
   * Creates a submission with a provider's complete request.
   *
   * @param endpoint such as {@code /v1/chat/completions}
   * @param body must contain the model
   */
  public static Submission request(String endpoint, ObjectNode body) {
    ObjectNode fields = Json.MAPPER.createObjectNode().put("endpoint", endpoint);
    fields.set("body", body.deepCopy());
    return new Submission(fields);
  }

  /** The system message for a prompt. */
  public Submission system(String text) {
    return new Submission(fields.deepCopy().put("system", text));
  }

  /** From -100 to 100; higher runs first. */
  public Submission priority(int priority) {
    return new Submission(fields.deepCopy().put("priority", priority));
  }

  /** Starts no earlier than after this delay. */
  public Submission delay(Duration delay) {
    return new Submission(fields.deepCopy().put("delay_seconds", delay.toSeconds()));
  }

  /** Starts no earlier than this time. */
  public Submission runAt(Instant time) {
    return new Submission(fields.deepCopy().put("run_at", time.toString()));
  }

  /** Expires if it has not started by this time. */
  public Submission deadline(Instant time) {
    return new Submission(fields.deepCopy().put("deadline", time.toString()));
  }

  /** The time limit of one attempt. */
  public Submission timeout(Duration timeout) {
    return new Submission(fields.deepCopy().put("timeout_seconds", timeout.toSeconds()));
  }

  public Submission maxAttempts(int attempts) {
    return new Submission(fields.deepCopy().put("max_attempts", attempts));
  }

  /** Fails if its worker is lost during the call, instead of calling again. */
  public Submission failIfLost() {
    return new Submission(fields.deepCopy().put("on_lost", "fail"));
  }

  /** Your own key-value pairs. */
  public Submission metadata(Map<String, String> pairs) {
    ObjectNode copy = fields.deepCopy();
    copy.set("metadata", Json.MAPPER.valueToTree(pairs));
    return new Submission(copy);
  }

  /** The submission's JSON, on one line. */
  @Override
  public String toString() {
    return fields.toString();
  }
}
