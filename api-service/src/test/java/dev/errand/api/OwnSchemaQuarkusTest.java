package dev.errand.api;

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
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> given().get("/q/health/ready").statusCode() == 200);
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
    try (Connection connection = database.getConnection();
        ResultSet row =
            connection
                .createStatement()
                .executeQuery("select count(*) from errand.job where state = 'cancelled'")) {
      row.next();
      assertEquals(1, row.getInt(1));
    }
  }
}
