package dev.errand.api.files;

import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.ProblemType;

/**
 * How large something may be.
 *
 * @param what as in "a file"
 * @param bytes maximum
 */
public record SizeLimit(String what, long bytes) {

  ProblemException exceeded() {
    return new ProblemException(
        ProblemType.TOO_LARGE, "%s may have at most %d bytes".formatted(what, bytes));
  }
}
