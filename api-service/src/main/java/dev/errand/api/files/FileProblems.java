package dev.errand.api.files;

import dev.errand.api.problem.Problem;
import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.ProblemType;
import dev.errand.api.problem.Violation;
import java.util.List;

/** What is wrong with requests for files. */
public final class FileProblems {

  private FileProblems() {}

  public static ProblemException invalid(String parameter, String message) {
    return invalid(List.of(new Violation(parameter, message)));
  }

  public static ProblemException invalid(List<Violation> violations) {
    return new ProblemException(
        Problem.of(ProblemType.INVALID_REQUEST, Violation.summary(violations), violations));
  }

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
