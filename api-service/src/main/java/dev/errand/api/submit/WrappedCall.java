package dev.errand.api.submit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A provider's request in the member {@code body} of a JSON object with other members, unchecked.
 * Members that are null count as left out.
 */
public final class WrappedCall {

  private static final String BODY = "body";

  private final RawSubmission raw;

  private WrappedCall(RawSubmission raw) {
    this.raw = raw;
  }

  /**
   * Reads a line.
   *
   * @throws RejectedException if it is not one JSON object
   */
  public static WrappedCall read(byte[] line) {
    return new WrappedCall(SubmissionJson.readLine(line));
  }

  /** Whether the object has this member. */
  public boolean has(String member) {
    return member.equals(BODY) ? raw.body().isPresent() : raw.fields().containsKey(member);
  }

  /** The text of a member; empty if it is no text. */
  public Optional<String> text(String member) {
    return Optional.ofNullable(raw.fields().get(member))
        .filter(JsonNode::isTextual)
        .map(JsonNode::textValue);
  }

  /** The name of a member other than these, if there is one. */
  public Optional<String> otherThan(Set<String> members) {
    Set<String> others = new TreeSet<>(raw.fields().keySet());
    others.removeAll(members);
    return others.stream().findFirst().map(Violations::shortened);
  }

  Given<Draft.Body> body() {
    return raw.body().map(DraftJson::body).orElseGet(Given::nothing);
  }
}
