package dev.errand.cli.jobs;

import dev.errand.client.ErrandClient;
import dev.errand.client.NewOperation;
import java.util.Locale;
import java.util.UUID;

/** What can be done to jobs, to one or to all that match. */
public enum Action {
  CANCEL("Cancel jobs that have not ended; running calls are aborted.", "cancelled"),
  RETRY("Queue failed, expired or cancelled jobs again.", "queued again"),
  DELETE("Delete jobs that have ended, with their requests and answers.", "deleted");

  private final String description;
  private final String done;

  Action(String description, String done) {
    this.description = description;
    this.done = done;
  }

  String description() {
    return description;
  }

  /** The name of the verb. */
  public String verb() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether doing it twice is doing it once: a retried job may have failed again in between. */
  boolean isRepeatable() {
    return this == CANCEL;
  }

  /** Does it to one job. */
  UUID one(ErrandClient client, UUID id) {
    switch (this) {
      case CANCEL -> client.cancel(id);
      case RETRY -> client.retry(id);
      case DELETE -> client.delete(id);
    }
    return id;
  }

  /** Does it to all jobs that match. */
  FilteredAction.Task all() {
    return switch (this) {
      case CANCEL -> new FilteredAction.Task(verb(), done, NewOperation::cancel);
      case RETRY -> new FilteredAction.Task(verb(), done, NewOperation::retry);
      case DELETE -> new FilteredAction.Task(verb(), done, NewOperation::delete);
    };
  }
}
