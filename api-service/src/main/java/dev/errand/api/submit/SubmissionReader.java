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
    Violations violations = new Violations();
    Draft draft = DraftJson.draft(SubmissionJson.read(payload), violations);
    Submission submission = check.check(draft, violations);
    return key.map(name -> submission.under(name.forPayload(payload))).orElse(submission);
  }
}
