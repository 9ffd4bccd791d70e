package dev.errand.api.jobs;

import dev.errand.api.admit.Admission;
import dev.errand.api.admit.Decision;
import dev.errand.api.admit.Decision.Allowed;
import dev.errand.api.admit.Decision.Denied;
import dev.errand.api.admit.Denial;
import dev.errand.api.admit.Rejections;
import dev.errand.api.http.BodyReader;
import dev.errand.api.http.ByteReservation;
import dev.errand.api.problem.ProblemException;
import dev.errand.api.submit.IdempotencyKey;
import dev.errand.api.submit.RejectedException;
import dev.errand.api.submit.Submission;
import dev.errand.api.submit.SubmissionReader;
import dev.errand.database.DatabaseException;
import dev.errand.store.Acceptance;
import dev.errand.store.Acceptance.Refused;
import dev.errand.store.Acceptance.Taken;
import dev.errand.tenant.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.BiFunction;

/** Takes a request with one submission as far as the commit. */
@ApplicationScoped
public class Intake {

  /** The header with the client's own name for a submission. */
  public static final String KEY = "Idempotency-Key";

  private final BodyReader bodies;
  private final SubmissionReader reader;
  private final Admission admission;
  private final Rejections rejections;

  @Inject
  Intake(BodyReader bodies, SubmissionReader reader, Admission admission, Rejections rejections) {
    this.bodies = bodies;
    this.reader = reader;
    this.admission = admission;
    this.rejections = rejections;
  }

  /** What was submitted, and the job that stands for it. */
  public record Submitted(Submission submission, Taken taken) {}

  /**
   * Commits the request's submission, in Errand's own JSON.
   *
   * @throws ProblemException if that fails
   */
  Submitted take(Caller caller, HttpHeaders headers, InputStream body) {
    return take(caller, headers, body, reader::read);
  }

  /**
   * Commits the request's submission.
   *
   * @param reading reads it from a body, with the client's key
   * @throws ProblemException if that fails
   */
  public Submitted take(
      Caller caller,
      HttpHeaders headers,
      InputStream body,
      BiFunction<byte[], Optional<IdempotencyKey>, Submission> reading) {
    try (ByteReservation reservation = bodies.reserve()) {
      byte[] payload = bodies.read(headers, body, reservation);
      Submission submission = reading.apply(payload, key(headers));
      return submitted(submission, admission.submit(caller, submission));
    } catch (RejectedException | ProblemException | DatabaseException e) {
      throw new ProblemException(rejections.reject(e));
    }
  }

  private static Submitted submitted(Submission submission, Decision<Acceptance> decision) {
    return switch (decision) {
      case Allowed<Acceptance>(Taken taken) -> new Submitted(submission, taken);
      case Allowed<Acceptance>(Refused refused) ->
          throw new ProblemException(Rejections.problem(refused));
      case Denied<Acceptance>(Denial denial) -> throw new ProblemException(denial.problem());
    };
  }

  /** The request's idempotency key, if it has one. */
  public static Optional<IdempotencyKey> key(HttpHeaders headers) {
    return Optional.ofNullable(headers.getHeaderString(KEY)).map(IdempotencyKey::parse);
  }
}
