package dev.errand.api;

import static dev.errand.api.testing.Readiness.awaitReady;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.errand.testing.PgBouncer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Behind a pooler in any mode, each request must do exactly what it says. */
abstract class PoolerTraffic {

  private static final int CLIENTS = 12;
  private static final int JOBS_EACH = 15;
  private static final String JOB = "{\"model\": \"m\", \"prompt\": \"p\"}";

  PgBouncer pooler;

  @BeforeEach
  void aServiceThatIsReady() {
    awaitReady();
  }

  /** Cancel, retry and delete have the same parameters, so a mix-up would go unnoticed. */
  @Test
  void manyMovesAtOnceAreEachTheOneThatWasAskedFor() throws Exception {
    List<Future<?>> clients = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(threads.submit(PoolerTraffic::moves));
      }
    }
    for (Future<?> client : clients) {
      client.get();
    }
  }

  @Test
  void lanesArePausedAndResumedBesideThem() throws Exception {
    List<Future<?>> clients = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
      for (int i = 0; i < CLIENTS; i++) {
        String reason = "reason " + i;
        clients.add(threads.submit(i % 2 == 0 ? PoolerTraffic::moves : () -> pauses(reason)));
      }
    }
    for (Future<?> client : clients) {
      client.get();
    }
    given().post("/v1/lanes/default/resume").then().statusCode(200).body("open", equalTo(true));
  }

  @Test
  void aWaitEndsSoonAfterItsJob() throws Exception {
    String id = submit();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> cancel = threads.submit(() -> state(id, "cancel", 200, "cancelled"));
      given()
          .header("Prefer", "wait=60")
          .get("/v1/jobs/" + id)
          .then()
          .statusCode(200)
          .body("state", equalTo("cancelled"))
          .time(lessThan(30_000L));
      cancel.get();
    }
  }

  @Test
  void noOtherUserOfThePoolerFindsErrandsSettings() throws SQLException {
    for (int i = 0; i < 20; i++) {
      state(submit(), "cancel", 200, "cancelled");
      given().post("/v1/lanes/default/resume").then().statusCode(200);
      try (Connection stranger = DriverManager.getConnection(pooler.url());
          Statement statement = stranger.createStatement();
          ResultSet row =
              statement.executeQuery(
                  "select current_setting('statement_timeout'), current_setting('lock_timeout'),"
                      + " current_setting('enable_seqscan')")) {
        row.next();
        assertEquals(
            List.of("0", "0", "on"), List.of(row.getString(1), row.getString(2), row.getString(3)));
      }
    }
  }

  private static void moves() {
    for (int i = 0; i < JOBS_EACH; i++) {
      String id = submit();
      state(id, "cancel", 200, "cancelled");
      state(id, "retry", 202, "queued");
      given().delete("/v1/jobs/" + id).then().statusCode(409);
      state(id, "cancel", 200, "cancelled");
      given().get("/v1/jobs/" + id).then().statusCode(200).body("state", equalTo("cancelled"));
      given().delete("/v1/jobs/" + id).then().statusCode(204);
      given().get("/v1/jobs/" + id).then().statusCode(404);
    }
  }

  private static void pauses(String reason) {
    for (int i = 0; i < JOBS_EACH; i++) {
      given()
          .contentType("application/json")
          .body("{\"reason\": \"%s\"}".formatted(reason))
          .post("/v1/lanes/default/pause")
          .then()
          .statusCode(200)
          .body("name", equalTo("default"));
      given().post("/v1/lanes/default/resume").then().statusCode(200);
    }
  }

  private static void state(String id, String move, int status, String state) {
    given()
        .post("/v1/jobs/" + id + "/" + move)
        .then()
        .statusCode(status)
        .body("state", equalTo(state));
  }

  private static String submit() {
    return given()
        .contentType("application/json")
        .body(JOB)
        .post("/v1/jobs")
        .then()
        .statusCode(202)
        .extract()
        .path("id");
  }
}
