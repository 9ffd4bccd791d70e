package dev.errand.api.uploads;

import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.ProblemType;
import dev.errand.store.files.UploadId;
import java.util.UUID;

/** What is wrong with requests for uploads in parts. */
final class UploadProblems {

  private UploadProblems() {}

  static ProblemException unknown(String id) {
    return new ProblemException(
        ProblemType.NOT_FOUND,
        "there is no upload %s; an upload that is not completed in time expires".formatted(id));
  }

  /** It takes nothing any more. */
  static ProblemException ended(UUID id) {
    return new ProblemException(
        ProblemType.INVALID_REQUEST,
        "the upload %s is not pending any more".formatted(UploadId.UPLOAD.text(id)));
  }
}
