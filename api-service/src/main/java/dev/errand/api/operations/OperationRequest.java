package dev.errand.api.operations;

import com.fasterxml.jackson.databind.JsonNode;
import dev.errand.api.problem.ProblemException;
import dev.errand.api.submit.JsonFields;
import dev.errand.job.JobState;
import dev.errand.store.operation.OperationAction;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a client asks for when it creates an operation.
 *
 * @param expected how many jobs the client expects; empty for a dry run
 * @param reason why; empty for a dry run
 */
public record OperationRequest(Selection selection, Optional<Integer> expected, String reason) {

  static final int LONGEST_REASON = 1000;
  static final int MOST_JOBS = 1_000_000;

  private static final int PRIORITY = 100;
  private static final Set<String> FIELDS =
      Set.of("action", "priority", "filter", "expected", "dry_run", "reason");

  /**
   * The request in a body.
   *
   * @throws ProblemException if it is none; it lists everything that is wrong
   */
  public static OperationRequest read(byte[] body) {
    return JsonFields.read(body, FIELDS, OperationRequest::of);
  }

  /** Whether it only asks how many jobs there are. */
  boolean isDryRun() {
    return expected.isEmpty();
  }

  /** What is wrong is reported once everything is read, so any value may stand in for it. */
  private static OperationRequest of(JsonFields fields) {
    Optional<OperationAction> action = action(fields);
    Selection selection = selection(fields, action);
    Optional<Integer> expected = fields.integer("expected", 1, MOST_JOBS);
    Optional<String> reason = reason(fields);
    if (fields.flag("dry_run").orElse(false)) {
      return new OperationRequest(selection, Optional.empty(), reason.orElse(""));
    }
    if (!fields.has("expected")) {
      fields.violation(
          "expected", "is required: how many jobs you mean; dry_run says how many match");
    }
    if (!fields.has("reason")) {
      fields.violation("reason", "is required: say why, for the audit log");
    }
    return new OperationRequest(
        selection, Optional.of(expected.orElse(MOST_JOBS)), reason.orElse(""));
  }

  private static Optional<OperationAction> action(JsonFields fields) {
    Optional<String> text = fields.text("action");
    Optional<OperationAction> action = text.flatMap(OperationAction::of);
    if (action.isEmpty() && (text.isPresent() || !fields.has("action"))) {
      fields.violation("action", "must be one of: " + actions());
    }
    return action;
  }

  private static Selection selection(JsonFields fields, Optional<OperationAction> given) {
    OperationAction action = given.orElse(OperationAction.CANCEL);
    Selection selection =
        Selection.of(
            action,
            priority(fields, action),
            parameters(fields),
            wrong -> fields.violation("filter." + wrong.field(), wrong.message()));
    if (given.isPresent() && !selection.isPossible()) {
      fields.violation(
          "filter",
          "%s moves only jobs that are %s; none of them can match"
              .formatted(action.text(), states(action)));
    }
    return selection;
  }

  private static Optional<Integer> priority(JsonFields fields, OperationAction action) {
    Optional<Integer> priority = fields.integer("priority", -PRIORITY, PRIORITY);
    boolean needed = action == OperationAction.REPRIORITISE;
    if (needed && !fields.has("priority")) {
      fields.violation("priority", "is required: what the jobs get");
    } else if (!needed && fields.has("priority")) {
      fields.violation("priority", "is only for reprioritise");
    }
    return needed ? Optional.of(priority.orElse(0)) : Optional.empty();
  }

  private static Map<String, List<String>> parameters(JsonFields fields) {
    Optional<Map<String, JsonNode>> filter = fields.object("filter");
    if (filter.isPresent() ? filter.get().isEmpty() : !fields.has("filter")) {
      fields.violation("filter", "must have at least one parameter of GET /v1/jobs");
    }
    return FilterJson.parameters(
        filter.orElse(Map.of()),
        name ->
            fields.violation(
                "filter." + name, "must be a string or an array of strings, not empty"));
  }

  private static Optional<String> reason(JsonFields fields) {
    Optional<String> reason = fields.text("reason");
    if (reason.filter(text -> text.codePointCount(0, text.length()) > LONGEST_REASON).isPresent()) {
      fields.violation("reason", "must have at most %d characters".formatted(LONGEST_REASON));
    }
    return reason;
  }

  private static String actions() {
    return Arrays.stream(OperationAction.values())
        .map(OperationAction::text)
        .collect(Collectors.joining(", "));
  }

  private static String states(OperationAction action) {
    return action.states().stream().map(JobState::text).collect(Collectors.joining(", "));
  }
}
