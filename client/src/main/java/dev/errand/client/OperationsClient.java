package dev.errand.client;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.UUID;

/** Moves of all jobs of a filter; see {@link ErrandClient#operations()}. */
public final class OperationsClient {

  private static final String OPERATIONS = "/v1/operations";

  private final Http http;

  OperationsClient(Http http) {
    this.http = http;
  }

  /** What an operation would move; nothing is done. */
  public Operation.Preview preview(NewOperation operation) {
    return Json.read(http.send(post(operation.dry())).body(), Operation.Preview.class);
  }

  /**
   * Begins an operation; repeated under the same key, it is the same one.
   *
   * @param jobs how many jobs are meant; it is rejected if more than a tenth more or fewer match
   * @param reason for the audit log
   */
  public Operation create(NewOperation operation, int jobs, String reason, String idempotencyKey) {
    HttpRequest.Builder request =
        post(operation.of(jobs, reason)).header("Idempotency-Key", idempotencyKey);
    return Json.read(http.send(request).body(), Operation.class);
  }

  /** How far an operation has got. */
  public Operation get(UUID id) {
    return Json.read(http.send(http.to(path(id))).body(), Operation.class);
  }

  /** The newest operations, at most 100. */
  public List<Operation> newest() {
    String list = OPERATIONS + "?limit=100";
    return Json.read(http.send(http.to(list)).body(), Operation.Page.class).data();
  }

  /** Stops an operation; what it has done stays. */
  public Operation stop(UUID id) {
    HttpRequest.Builder request = http.to(path(id) + "/stop").POST(BodyPublishers.noBody());
    return Json.read(http.send(request).body(), Operation.class);
  }

  private HttpRequest.Builder post(NewOperation operation) {
    return http.to(OPERATIONS)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(operation.toString()));
  }

  private static String path(UUID id) {
    return OPERATIONS + "/" + id;
  }
}
