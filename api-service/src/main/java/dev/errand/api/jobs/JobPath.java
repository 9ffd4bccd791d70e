package dev.errand.api.jobs;

import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.ProblemType;
import dev.errand.job.JobId;
import java.util.Locale;
import java.util.UUID;

/** Reads the id in a job's path. */
public final class JobPath {

  private JobPath() {}

  /** The id; throws a problem if the text is not an id. */
  public static UUID id(String text) {
    return JobId.parse(text.toLowerCase(Locale.ROOT)).orElseThrow(JobPath::malformed);
  }

  private static ProblemException malformed() {
    return new ProblemException(
        ProblemType.INVALID_REQUEST,
        "a job's id is a UUID such as 019a3c5e-7d10-7a52-9d3e-0f6a4c1b2d3e, as returned by its"
            + " submission");
  }
}
