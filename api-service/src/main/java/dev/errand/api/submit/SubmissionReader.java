package dev.errand.api.submit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/** Reads submissions in Errand's own JSON. */
@ApplicationScoped
public class SubmissionReader {

  private final SubmissionCheck check;

  @Inject
  SubmissionReader(SubmissionCheck check) {
    this.check = check;
  }

  /**
   * The submission in {@code payload}, a JSON object.
   *
   * @throws RejectedException if it is invalid; it contains every error
   */
  public Submission read(byte[] payload, Optional<IdempotencyKey> key) {
    return read(payload, SubmissionJson.read(payload), key);
  }

  /**
   * The same for a line of an upload.
   *
   * @param number the line's, which a message about its JSON names
   */
  public Submission readLine(byte[] line, int number, Optional<IdempotencyKey> key) {
    return read(line, json(line, number), key);
  }

  private static RawSubmission json(byte[] line, int number) {
    try {
      return SubmissionJson.readLine(line);
    } catch (RejectedException e) {
      throw RejectedException.malformed("line %d: %s".formatted(number, e.getMessage()));
    }
  }

  private Submission read(byte[] payload, RawSubmission raw, Optional<IdempotencyKey> key) {
    Violations violations = new Violations();
    Draft draft = DraftJson.draft(raw, violations);
    Submission submission = check.check(draft, violations);
    return key.map(name -> submission.under(name.forPayload(payload))).orElse(submission);
  }
}
