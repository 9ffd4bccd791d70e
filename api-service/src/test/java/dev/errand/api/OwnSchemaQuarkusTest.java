package dev.errand.api;

import static dev.errand.api.testing.Readiness.awaitReady;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.errand.api.testing.OthersDatabase;
import dev.errand.database.Notifications;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** In a shared database, Errand uses a separate schema, which it creates itself. */
@QuarkusTest
@QuarkusTestResource(
    value = OthersDatabase.class,
    restrictToAnnotatedClass = true,
    initArgs = @ResourceArg(name = "parameters", value = "&currentSchema=errand"))
class OwnSchemaQuarkusTest {

  @Inject DataSource database;
  @Inject Notifications notifications;

  @Test
  void everythingWorksAndIsNotified() throws SQLException {
    awaitReady();
    List<String> ended = new CopyOnWriteArrayList<>();
    notifications.listen("errand_ended", ended::add);
    await().atMost(Duration.ofSeconds(30)).until(notifications::connected);
    String id =
        given()
            .contentType("application/json")
            .body("{\"model\": \"m\", \"prompt\": \"p\"}")
            .post("/v1/jobs")
            .then()
            .statusCode(202)
            .extract()
            .path("id");
    given().post("/v1/jobs/" + id + "/cancel").then().statusCode(200);
    given().get("/v1/jobs/" + id).then().body("state", equalTo("cancelled"));

    await().atMost(Duration.ofSeconds(30)).until(() -> ended.equals(List.of(id)));
    assertEquals(1, count("errand.job where state = 'cancelled'"));
  }

  @Test
  void lanesArePausedAndAuditedThereToo() throws SQLException {
    awaitReady();
    given()
        .contentType("application/json")
        .body("{\"reason\": \"r\"}")
        .post("/v1/lanes/default/pause")
        .then()
        .statusCode(200)
        .body("open", equalTo(false));

    assertEquals(1, count("errand.lane_pause"));
    assertEquals(1, count("errand.audit"));
  }

  private int count(String rows) throws SQLException {
    try (Connection connection = database.getConnection();
        ResultSet row = connection.createStatement().executeQuery("select count(*) from " + rows)) {
      row.next();
      return row.getInt(1);
    }
  }
}
