package dev.errand.api.bulk;

import dev.errand.api.admit.Decision;
import dev.errand.api.admit.Decision.Allowed;
import dev.errand.api.admit.Decision.Denied;
import dev.errand.api.admit.Denial;
import dev.errand.api.admit.Rejections;
import dev.errand.api.admit.Upload;
import dev.errand.api.http.BodyReader;
import dev.errand.api.ndjson.Lines.Line;
import dev.errand.api.problem.Problem;
import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.ProblemType;
import dev.errand.api.submit.IdempotencyKey;
import dev.errand.api.submit.RejectedException;
import dev.errand.api.submit.Submission;
import dev.errand.api.submit.SubmissionReader;
import dev.errand.database.DatabaseException;
import dev.errand.store.Acceptance;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Takes each line of an upload as far as the commit. */
final class LineIntake {

  private final SubmissionReader reader;
  private final Upload upload;
  private final Rejections rejections;
  private final BodyReader bodies;
  private final Optional<IdempotencyKey> key;

  LineIntake(
      SubmissionReader reader,
      Upload upload,
      Rejections rejections,
      BodyReader bodies,
      Optional<IdempotencyKey> key) {
    this.reader = reader;
    this.upload = upload;
    this.rejections = rejections;
    this.bodies = bodies;
    this.key = key;
  }

  /** Passes a line to the next commit once there is room for it. */
  CompletableFuture<LineAnswer> take(Line line) throws InterruptedException {
    int number = line.number();
    try {
      return upload
          .submit(submission(line))
          .handle(
              (decision, failure) ->
                  failure == null
                      ? answer(number, decision)
                      : LineAnswer.rejected(number, rejections.reject(failure)));
    } catch (RejectedException | ProblemException | DatabaseException e) {
      return rejected(number, e);
    }
  }

  private LineAnswer answer(int number, Decision<Acceptance> decision) {
    return switch (decision) {
      case Allowed<Acceptance>(Acceptance fate) -> LineAnswer.of(number, fate, rejections);
      case Denied<Acceptance>(Denial denial) ->
          LineAnswer.rejected(number, rejections.reject(denial.problem()));
    };
  }

  /** The result for this line and all following ones. */
  CompletableFuture<LineAnswer> tooMany(Line line, int limit) {
    return rejected(
        line.number(),
        new ProblemException(
            ProblemType.TOO_MANY_LINES,
            "an upload may have at most %d lines: this line and the following ones were not read;"
                    .formatted(limit)
                + " send them in another upload"));
  }

  /** The same if the upload's caller has lost access. */
  CompletableFuture<LineAnswer> letInNoMore(Line line, Problem why) {
    return CompletableFuture.completedFuture(
        LineAnswer.rejected(line.number(), rejections.reject(why)));
  }

  private Submission submission(Line line) {
    if (line.tooLong()) {
      throw bodies.tooLarge();
    }
    return reader.readLine(line.bytes(), line.number(), key.map(k -> k.ofLine(line.number())));
  }

  private CompletableFuture<LineAnswer> rejected(int number, RuntimeException e) {
    return CompletableFuture.completedFuture(LineAnswer.rejected(number, rejections.reject(e)));
  }
}
