package dev.errand.api.batch;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the check of a batch's input file has found.
 *
 * @param lines how many were read; blank ones do not count
 * @param model the model of all lines; null if there are several, or none
 * @param errors empty if the file is valid
 */
record Checked(int lines, @Nullable String model, List<LineError> errors) {

  Checked {
    errors = List.copyOf(errors);
  }

  /** Whether its lines may become jobs. */
  boolean isValid() {
    return errors.isEmpty();
  }
}
