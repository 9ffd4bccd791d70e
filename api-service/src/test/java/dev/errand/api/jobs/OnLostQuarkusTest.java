package dev.errand.api.jobs;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import dev.errand.api.testing.StoredJobs;
import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class OnLostQuarkusTest {

  private static final String LANE = "default";
  private static final String SHORT = "{\"model\":\"gpt-5\",\"prompt\":\"p\"%s}";
  private static final String FAIL = SHORT.formatted(",\"on_lost\":\"fail\"");

  @Inject StoredJobs jobs;

  @Test
  void aJobIsTriedAgainUnlessItSaysOtherwise() {
    submit(SHORT.formatted("")).statusCode(202).body("on_lost", is("retry"));
    submit(SHORT.formatted(",\"on_lost\":null")).statusCode(202).body("on_lost", is("retry"));
    submit(FAIL).statusCode(202).body("on_lost", is("fail"));
    submit("{\"on_lost\":\"fail\",\"body\":{\"model\":\"gpt-5\"}}").body("on_lost", is("fail"));
  }

  @Test
  void somethingElseIsRejected() {
    submit(SHORT.formatted(",\"on_lost\":\"drop\""))
        .statusCode(422)
        .body("violations.field", hasItem("on_lost"))
        .body("violations.message", hasItem("must be retry or fail"));
  }

  @Test
  void aLineOfAnUploadMaySayItToo() {
    String answers =
        given()
            .contentType("application/x-ndjson")
            .body((FAIL + "\n").getBytes(UTF_8))
            .post("/v1/jobs/bulk")
            .asString();
    String id = answers.replaceAll("(?s).*\"id\":\"([^\"]*)\".*", "$1");

    get(id).body("on_lost", is("fail"));
  }

  @Test
  void aLostJobFailsWithItsAttemptOnRecordAndRunsAgainOnlyByHand() {
    // Ahead of jobs that other tests have left in the lane.
    String first = SHORT.formatted(",\"on_lost\":\"fail\",\"priority\":100");
    String id = submit(first).extract().path("id");
    claimForASilentWorker();

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> get(id).body("state", equalTo("failed")));

    get(id)
        .body("error.type", is("lost"))
        .body("error.message", containsString("on_lost is fail"))
        .body("attempts.outcome", hasItem("lost"))
        .body("attempts_spent", is(1))
        .body("max_attempts", is(5));
    given().post("/v1/jobs/" + id + "/retry").then().statusCode(202).body("on_lost", is("fail"));
  }

  private void claimForASilentWorker() {
    jobs.leases.claim("silent", Duration.ZERO, Map.of(LANE, 100), Long.MAX_VALUE);
  }

  private static ValidatableResponse submit(String json) {
    return given().contentType("application/json").body(json).post("/v1/jobs").then();
  }

  private static ValidatableResponse get(String id) {
    return given().get("/v1/jobs/" + id).then().statusCode(200);
  }
}
