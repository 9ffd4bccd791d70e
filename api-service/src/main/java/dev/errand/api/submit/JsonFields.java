package dev.errand.api.submit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The fields of a JSON object that is no submission, read and checked as a submission's are. */
public final class JsonFields {

  private final Map<String, JsonNode> fields;
  private final Violations violations = new Violations();

  private JsonFields(Map<String, JsonNode> fields) {
    this.fields = fields;
  }

  /**
   * The fields of the JSON object in {@code payload}.
   *
   * @throws RejectedException where it is none
   */
  public static JsonFields of(byte[] payload) {
    RawSubmission raw = SubmissionJson.read(payload);
    Map<String, JsonNode> fields = new HashMap<>(raw.fields());
    raw.body().ifPresent(_ -> fields.put("body", MissingNode.getInstance()));
    return new JsonFields(fields);
  }

  /** Notes each field that is not among the known ones, which are listed once. */
  public void allowOnly(Set<String> known) {
    violations.allowOnly(known, fields.keySet(), "");
  }

  public boolean has(String name) {
    return fields.containsKey(name);
  }

  /** A text that is not empty and can be stored. */
  public Optional<String> text(String name) {
    return violations.text(name, DraftJson.text(fields.get(name)));
  }

  /** A time with its offset, to the microsecond, as Postgres keeps it. */
  public Optional<Instant> time(String name) {
    return violations.time(name, DraftJson.text(fields.get(name)));
  }

  /** Notes what is wrong. */
  public void violation(String field, String message) {
    violations.add(field, message);
  }

  /**
   * Ends the checks.
   *
   * @throws RejectedException where something is wrong
   */
  public void rejectWhatIsWrong() {
    violations.rejectIfAny();
  }
}
