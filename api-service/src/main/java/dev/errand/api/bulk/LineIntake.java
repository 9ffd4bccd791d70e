package dev.errand.api.bulk;

import dev.errand.api.admit.Rejections;
import dev.errand.api.bulk.Lines.Line;
import dev.errand.api.http.BodyReader;
import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.ProblemType;
import dev.errand.api.submit.IdempotencyKey;
import dev.errand.api.submit.RejectedException;
import dev.errand.api.submit.Submission;
import dev.errand.api.submit.SubmissionReader;
import dev.errand.api.submit.Submitter;
import dev.errand.tenant.Caller;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Takes the lines of one upload as far as the commit, each for itself. */
final class LineIntake {

  private final SubmissionReader reader;
  private final Submitter submitter;
  private final Rejections rejections;
  private final BodyReader bodies;
  private final Caller caller;
  private final Optional<IdempotencyKey> key;

  LineIntake(
      SubmissionReader reader,
      Submitter submitter,
      Rejections rejections,
      BodyReader bodies,
      Caller caller,
      Optional<IdempotencyKey> key) {
    this.caller = caller;
    this.reader = reader;
    this.submitter = submitter;
    this.rejections = rejections;
    this.bodies = bodies;
    this.key = key;
  }

  /** Hands a line on to the next commit, once there is room for it. */
  CompletableFuture<LineAnswer> take(Line line) throws InterruptedException {
    int number = line.number();
    try {
      return submitter
          .submitWhenThereIsRoom(caller, submission(line))
          .handle(
              (fate, failure) ->
                  failure == null
                      ? LineAnswer.of(number, fate, rejections)
                      : LineAnswer.rejected(number, rejections.reject(failure)));
    } catch (RejectedException | ProblemException e) {
      return rejected(number, e);
    }
  }

  /** The answer for this line and all after it. */
  CompletableFuture<LineAnswer> tooMany(Line line, int limit) {
    return rejected(
        line.number(),
        new ProblemException(
            ProblemType.TOO_MANY_LINES,
            "an upload may have at most %d lines: this line and the following ones were not read;"
                    .formatted(limit)
                + " send them in another upload"));
  }

  private Submission submission(Line line) {
    if (line.tooLong()) {
      throw bodies.tooLarge();
    }
    return reader.read(line.bytes(), key.map(k -> k.ofLine(line.number())));
  }

  private CompletableFuture<LineAnswer> rejected(int number, RuntimeException e) {
    return CompletableFuture.completedFuture(LineAnswer.rejected(number, rejections.reject(e)));
  }
}
