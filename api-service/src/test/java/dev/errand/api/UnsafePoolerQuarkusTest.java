package dev.errand.api;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;

import dev.errand.api.testing.PooledDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Behind a pooler in transaction mode that the URL does not announce. */
@QuarkusTest
@QuarkusTestResource(
    value = PooledDatabase.class,
    restrictToAnnotatedClass = true,
    initArgs = @ResourceArg(name = "mode", value = "transaction"))
class UnsafePoolerQuarkusTest {

  @Test
  void theServiceIsNotReadyAndSaysWhatToAdd() {
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
                            containsString("behind a pooler in transaction mode"),
                            containsString("add prepareThreshold=0 to errand.database.url"))));
  }
}
