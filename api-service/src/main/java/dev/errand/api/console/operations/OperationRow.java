package dev.errand.api.console.operations;

import dev.errand.api.console.page.Formats;
import dev.errand.api.console.page.Moment;
import dev.errand.api.operations.OperationView;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * An operation.
 *
 * @param filter in words
 */
public record OperationRow(
    UUID id,
    String shortId,
    String action,
    String filter,
    String reason,
    String by,
    Moment created,
    Moment ended,
    String state,
    int jobs,
    int done,
    String progress,
    boolean running) {

  static OperationRow of(OperationView view) {
    return new OperationRow(
        view.id(),
        Formats.shortened(view.id().toString()),
        view.action(),
        words(view.filter()),
        view.reason(),
        view.createdBy(),
        Moment.of(view.createdAt()),
        Moment.of(view.endedAt()),
        view.state(),
        Math.max(1, view.jobs()),
        view.done(),
        "%s of %s, %d %%"
            .formatted(
                Formats.number(view.done()),
                Formats.number(view.jobs()),
                Formats.percent(view.done(), view.jobs())),
        view.endedAt() == null);
  }

  static String words(Map<String, List<String>> filter) {
    return new TreeMap<>(filter)
        .entrySet().stream()
            .map(entry -> entry.getKey() + " " + String.join(" or ", entry.getValue()))
            .collect(Collectors.joining(", "));
  }
}
