package dev.errand.api.console.lanes;

import dev.errand.api.console.page.Formats;
import dev.errand.api.console.page.Moment;
import dev.errand.store.read.WorkerSeen;

/** A worker. */
public record WorkerRow(
    String name,
    String pool,
    String version,
    String state,
    String kind,
    String calls,
    String heldBack,
    Moment started) {

  static WorkerRow of(WorkerSeen worker) {
    return new WorkerRow(
        worker.name(),
        worker.pool(),
        worker.version(),
        state(worker),
        worker.claims() ? "open" : "warning",
        Formats.number(worker.calls()) + " / " + Formats.number(worker.slots()),
        worker.heldBack().isEmpty() ? Formats.NONE : String.join(", ", worker.heldBack()),
        Moment.of(worker.startedAt()));
  }

  private static String state(WorkerSeen worker) {
    if (!worker.responds()) {
      return "✖ does not respond";
    }
    return worker.draining() ? "◐ draining" : "● works";
  }
}
