package dev.errand.worker.consume;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.errand.testing.Management;
import dev.errand.testing.MigratedDatabase;
import dev.errand.worker.SimulatedProvider;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(MigratedDatabase.class)
@QuarkusTestResource(SimulatedProvider.class)
class WorkerHealthQuarkusTest {

  @Test
  void aWorkerThatClaimsIsStartedReadyAndLive() {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> given().get(Management.url("/q/health")).then().statusCode(200));
    given()
        .get(Management.url("/q/health/live"))
        .then()
        .body("checks.name", equalTo(List.of("worker")))
        .body("checks[0].data.claims", equalTo(true))
        .body("checks[0].data.keeps_leases", equalTo(true))
        .body("checks[0].data.consumes", equalTo(true));
    given()
        .get(Management.url("/q/health/started"))
        .then()
        .body("checks.data.state", hasItem("usable"));
    given()
        .get(Management.url("/q/health/ready"))
        .then()
        .body("checks.data.hints_arrive", hasItem(true));
  }
}
