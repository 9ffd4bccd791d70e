package dev.errand.api.batch;

import dev.errand.api.admit.Permissions;
import dev.errand.api.submit.BatchLine;
import dev.errand.tenant.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is known of a batch's input file after the lines so far. */
final class Findings {

  /** Maximum number of errors in lines; one more says that there may be others. */
  static final int MOST_ERRORS = 100;

  private static final int SHOWN = 40;

  private final Limits limits;
  private final int most;
  private final CustomIds customIds = new CustomIds();
  private final List<LineError> errors = new ArrayList<>();
  private int lines;
  private @Nullable String model;
  private boolean severalModels;

  /**
   * @param limits of the caller
   * @param most maximum number of lines
   */
  Findings(Limits limits, int most) {
    this.limits = limits;
    this.most = most;
  }

  /**
   * Adds a line, read by {@code reader}.
   *
   * @return whether to go on: false if there are too many lines or errors, which is an error too
   */
  boolean add(int number, Supplier<BatchLine> reader) {
    if (lines == most) {
      return stop(
          "too_many_tasks",
          "The file has more than %d lines. Split it into several files.".formatted(most));
    }
    if (errors.size() == MOST_ERRORS) {
      return stop(
          "too_many_errors",
          "%d lines are invalid, so line %d and those after it were not checked."
              .formatted(MOST_ERRORS, number));
    }
    lines++;
    try {
      add(reader.get());
    } catch (LineException e) {
      errors.add(e.at(number));
    }
    return true;
  }

  private boolean stop(String code, String message) {
    errors.add(new LineError(code, message, null, null));
    return false;
  }

  private void add(BatchLine line) {
    customIds
        .add(line.customId(), line.number())
        .ifPresent(
            first -> {
              throw new LineException(
                  "duplicate_custom_id",
                  "Line %d has the custom_id %s already. Each line needs its own."
                      .formatted(first, shown(line.customId())),
                  "custom_id");
            });
    add(line.submission().call().model());
  }

  private void add(String next) {
    if (next.equals(model)) {
      return;
    }
    Permissions.ofModel(limits, next)
        .ifPresent(
            denial -> {
              throw new LineException(
                  "model_not_permitted", denial.problem().detail(), "body.model");
            });
    severalModels |= model != null;
    model = next;
  }

  private static String shown(String id) {
    int characters = id.codePointCount(0, id.length());
    return characters <= SHOWN ? id : id.substring(0, id.offsetByCodePoints(0, SHOWN)) + "…";
  }

  /** The result. */
  Checked checked() {
    if (lines == 0) {
      errors.add(
          new LineError(
              "empty_file", "The file has no lines. Put one call in each line.", null, null));
    }
    return new Checked(lines, severalModels ? null : model, errors);
  }
}
