package dev.errand.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** An operation to create or to try out; each method returns a changed one. */
public final class NewOperation {

  private final ObjectNode body;

  private NewOperation(ObjectNode body) {
    this.body = body;
  }

  /** Retry failed, cancelled and expired jobs. */
  public static NewOperation retry(JobQuery filter) {
    return of(Operation.Action.RETRY, filter);
  }

  /** Cancel jobs that have not ended. */
  public static NewOperation cancel(JobQuery filter) {
    return of(Operation.Action.CANCEL, filter);
  }

  /** Delete jobs that have ended. */
  public static NewOperation delete(JobQuery filter) {
    return of(Operation.Action.DELETE, filter);
  }

  /** Give jobs that have not started another priority. */
  public static NewOperation reprioritise(JobQuery filter, int priority) {
    NewOperation operation = of(Operation.Action.REPRIORITISE, filter);
    operation.body.put("priority", priority);
    return operation;
  }

  /** The one that was written as this JSON by {@link #toString()}. */
  public static NewOperation read(String json) {
    return new NewOperation(Json.read(json, ObjectNode.class));
  }

  private static NewOperation of(Operation.Action action, JobQuery filter) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    body.put("action", action.name().toLowerCase(Locale.ROOT));
    ObjectNode parameters = body.putObject("filter");
    filter.each(parameters::put);
    return new NewOperation(body);
  }

  /**
   * With what it takes to be done.
   *
   * @param jobs how many jobs are meant; it is rejected if more than a tenth more or fewer match
   * @param reason for the audit log
   */
  NewOperation of(int jobs, String reason) {
    return new NewOperation(body.deepCopy().put("expected", jobs).put("reason", reason));
  }

  /** Only counted. */
  NewOperation dry() {
    return new NewOperation(body.deepCopy().put("dry_run", true));
  }

  /** As JSON. */
  @Override
  public String toString() {
    return body.toString();
  }
}
