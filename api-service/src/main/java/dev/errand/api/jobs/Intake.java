package dev.errand.api.jobs;

import dev.errand.api.admit.Rejections;
import dev.errand.api.http.BodyReader;
import dev.errand.api.http.ByteReservation;
import dev.errand.api.problem.ProblemException;
import dev.errand.api.submit.IdempotencyKey;
import dev.errand.api.submit.RejectedException;
import dev.errand.api.submit.Submission;
import dev.errand.api.submit.SubmissionReader;
import dev.errand.api.submit.Submitter;
import dev.errand.database.DatabaseException;
import dev.errand.database.OverloadedException;
import dev.errand.store.Acceptance;
import dev.errand.store.Acceptance.Forgotten;
import dev.errand.store.Acceptance.KeyReused;
import dev.errand.tenant.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.InputStream;
import java.util.Optional;

/** Takes a request with one submission as far as the commit. */
@ApplicationScoped
public class Intake {

  /** The header with the client's own name for a submission. */
  public static final String KEY = "Idempotency-Key";

  private final BodyReader bodies;
  private final SubmissionReader reader;
  private final Submitter submitter;
  private final Rejections rejections;

  @Inject
  Intake(BodyReader bodies, SubmissionReader reader, Submitter submitter, Rejections rejections) {
    this.bodies = bodies;
    this.reader = reader;
    this.submitter = submitter;
    this.rejections = rejections;
  }

  /**
   * What was submitted, and its fate.
   *
   * @param fate accepted, or replayed
   */
  record Taken(Submission submission, Acceptance fate) {}

  /**
   * Commits what the request submits.
   *
   * @throws ProblemException where that can't be
   */
  Taken take(Caller caller, HttpHeaders headers, InputStream body) {
    try (ByteReservation reservation = bodies.reserve()) {
      byte[] payload = bodies.read(headers, body, reservation);
      Submission submission = reader.read(payload, key(headers));
      Acceptance fate = submitter.submit(caller, submission);
      if (fate instanceof KeyReused reused) {
        throw Rejections.keyReused(reused);
      }
      if (fate instanceof Forgotten forgotten) {
        throw Rejections.deleted(forgotten);
      }
      return new Taken(submission, fate);
    } catch (RejectedException | ProblemException | DatabaseException | OverloadedException e) {
      throw new ProblemException(rejections.reject(e));
    }
  }

  /** The request's idempotency key, if it has one. */
  public static Optional<IdempotencyKey> key(HttpHeaders headers) {
    return Optional.ofNullable(headers.getHeaderString(KEY)).map(IdempotencyKey::parse);
  }
}
