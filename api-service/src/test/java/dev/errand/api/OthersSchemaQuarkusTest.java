package dev.errand.api;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;

import dev.errand.api.testing.OthersDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Errand creates no tables in a schema that another application uses. */
@QuarkusTest
@QuarkusTestResource(value = OthersDatabase.class, restrictToAnnotatedClass = true)
class OthersSchemaQuarkusTest {

  @Test
  void theServiceIsNotReadyAndNamesTheRemedy() {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                given()
                    .get("/q/health/ready")
                    .then()
                    .statusCode(503)
                    .body(
                        allOf(
                            containsString("contains tables that are not Errand's"),
                            containsString("add ?currentSchema=errand to errand.database.url"))));
  }
}
