package dev.errand.api.console.operations;

import dev.errand.api.console.page.Formats;
import dev.errand.api.operations.OperationPreview;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * An operation that is about to be created.
 *
 * @param verb what it does, as on a button
 * @param filter in words
 * @param jobs how many it moves, which the button says and the form sends
 * @param more whether there are more than can be counted: then it can't be created here
 * @param key the name of the request, so that sending the form twice creates one operation
 * @param fields the filter, as the form sends it
 */
public record PlannedOperation(
    String action,
    String verb,
    String filter,
    int jobs,
    String count,
    boolean more,
    List<State> states,
    String key,
    List<Field> fields) {

  /** How many of its jobs are in a state. */
  public record State(String state, String count) {}

  /** A parameter of the filter. */
  public record Field(String name, String value) {}

  static PlannedOperation of(OperationPreview preview, String key) {
    String action = preview.action();
    return new PlannedOperation(
        action,
        action.substring(0, 1).toUpperCase(Locale.ROOT) + action.substring(1),
        OperationRow.words(preview.filter()),
        preview.jobs(),
        Formats.upTo(preview.jobs(), preview.more()),
        preview.more(),
        preview.byState().entrySet().stream()
            .map(entry -> new State(entry.getKey(), Formats.number(entry.getValue())))
            .toList(),
        key,
        preview.filter().entrySet().stream().flatMap(PlannedOperation::fields).toList());
  }

  private static Stream<Field> fields(Map.Entry<String, List<String>> entry) {
    return entry.getValue().stream().map(value -> new Field("filter." + entry.getKey(), value));
  }
}
