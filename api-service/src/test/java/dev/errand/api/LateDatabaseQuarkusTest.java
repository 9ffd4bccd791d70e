package dev.errand.api;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import dev.errand.api.testing.LateDatabase;
import dev.errand.rig.wire.TcpProxy;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A service that starts before its database waits for it and then migrates it. */
@QuarkusTest
@QuarkusTestResource(value = LateDatabase.class, restrictToAnnotatedClass = true)
class LateDatabaseQuarkusTest {

  TcpProxy network;

  @Test
  void itIsNotReadyUntilTheDatabaseIsAvailable() {
    given().get("/q/health/ready").then().statusCode(503);
    given().get("/q/health/live").then().statusCode(200);

    network.restore();

    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> given().get("/q/health/ready").statusCode() == 200);
    given()
        .contentType("application/json")
        .body("{\"model\": \"m\", \"prompt\": \"p\"}")
        .post("/v1/jobs")
        .then()
        .statusCode(202);
  }
}
