package dev.errand.cli.batch;

import java.util.Optional;

/**
 * What is known of the batch for some input.
 *
 * @param run 1 for the first batch, incremented for each further one with the same input
 * @param inputFile the uploaded lines; empty until the upload has ended
 * @param batch its id; empty until it is known to exist
 * @param written what has been read of it; empty before the first answer
 * @param ended whether all of it has been read, or it is gone
 */
record BatchState(
    int run,
    Optional<String> inputFile,
    Optional<String> batch,
    Optional<Written> written,
    boolean ended) {

  static final BatchState NEW =
      new BatchState(1, Optional.empty(), Optional.empty(), Optional.empty(), false);

  /**
   * The answers that are in the files for good.
   *
   * @param answers the path of the file with the answers
   * @param after the id of the last line that was read
   * @param answersBytes the size of the answers; anything behind them is of no account
   */
  record Written(
      String answers,
      String errors,
      Optional<String> after,
      long answersBytes,
      long errorsBytes,
      int succeeded,
      int failed) {

    static Written none(String answers, String errors) {
      return new Written(answers, errors, Optional.empty(), 0, 0, 0, 0);
    }

    /** With one more answer, behind the committed ones. */
    Written answered(String line) {
      return new Written(
          answers, errors, Optional.of(line), answersBytes, errorsBytes, succeeded + 1, failed);
    }

    /** With one more row without an answer. */
    Written unanswered(String line) {
      return new Written(
          answers, errors, Optional.of(line), answersBytes, errorsBytes, succeeded, failed + 1);
    }

    /** With everything committed, at these sizes. */
    Written committed(long answersSize, long errorsSize) {
      return new Written(answers, errors, after, answersSize, errorsSize, succeeded, failed);
    }
  }

  BatchState uploaded(String file) {
    return new BatchState(run, Optional.of(file), batch, written, ended);
  }

  BatchState created(String id) {
    return new BatchState(run, inputFile, Optional.of(id), written, ended);
  }

  BatchState written(Written now) {
    return new BatchState(run, inputFile, batch, Optional.of(now), ended);
  }

  /** Before it is read: it is not over any more if it is read anew, into other files perhaps. */
  BatchState from(Written start) {
    Optional<Written> now = Optional.of(start);
    return new BatchState(run, inputFile, batch, now, ended && written.equals(now));
  }

  /** Once everything has been read. */
  BatchState over() {
    return new BatchState(run, inputFile, batch, written, true);
  }

  /** Another batch with the same input; the uploaded file may be gone, so it is not used again. */
  BatchState next() {
    return new BatchState(run + 1, Optional.empty(), Optional.empty(), Optional.empty(), false);
  }
}
