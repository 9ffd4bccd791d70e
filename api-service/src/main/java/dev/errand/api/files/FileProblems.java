package dev.errand.api.files;

import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.ProblemType;

/** What is wrong with requests for files. */
final class FileProblems {

  private FileProblems() {}

  static ProblemException tenantFull(long limit) {
    return new ProblemException(
        ProblemType.TOO_LARGE,
        "the tenant's files may have at most %d bytes together; delete some".formatted(limit));
  }

  /** The upload was ended by somebody else; nothing of it is left. */
  static ProblemException gone() {
    return new ProblemException(
        ProblemType.UNAVAILABLE,
        "the upload was given up because it paused for long; send it again");
  }

  static ProblemException inUse(String id) {
    return new ProblemException(
        ProblemType.FILE_IN_USE,
        "a batch that has not ended reads %s; cancel it first".formatted(id));
  }

  static ProblemException unknown(String id) {
    return new ProblemException(ProblemType.NOT_FOUND, "there is no file %s".formatted(id));
  }
}
