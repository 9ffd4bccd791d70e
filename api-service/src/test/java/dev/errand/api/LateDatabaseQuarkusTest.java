package dev.errand.api;

import static dev.errand.api.testing.Readiness.awaitReady;
import static io.restassured.RestAssured.given;

import dev.errand.api.testing.LateDatabase;
import dev.errand.rig.wire.TcpProxy;
import dev.errand.testing.Management;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** A service that starts before its database waits for it and then migrates it. */
@QuarkusTest
@QuarkusTestResource(value = LateDatabase.class, restrictToAnnotatedClass = true)
class LateDatabaseQuarkusTest {

  TcpProxy network;

  @Test
  void itIsNotReadyUntilTheDatabaseIsAvailable() {
    given().get(Management.url("/q/health/ready")).then().statusCode(503);
    given().get(Management.url("/q/health/live")).then().statusCode(200);

    network.restore();

    awaitReady();
    given()
        .contentType("application/json")
        .body("{\"model\": \"m\", \"prompt\": \"p\"}")
        .post("/v1/jobs")
        .then()
        .statusCode(202);
  }
}
