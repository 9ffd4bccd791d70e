package dev.errand.api;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.api.problem.Problem;
import dev.errand.api.testing.ProxiedDatabase;
import dev.errand.rig.wire.TcpProxy;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(value = ProxiedDatabase.class, restrictToAnnotatedClass = true)
class DatabaseDownQuarkusTest {

  private static final String JOB = "{\"model\":\"gpt-5\",\"prompt\":\"p\"}";

  TcpProxy network;

  @AfterEach
  void restore() {
    network.restore();
    await().atMost(30, TimeUnit.SECONDS).until(() -> post().extract().statusCode() == 202);
  }

  @Test
  void aSubmissionWithoutADatabaseGets503WithRetryAfter() {
    network.refuse();
    assertUnavailable(post());
  }

  @Test
  void aSubmissionIntoABlackHoleGets503WithRetryAfter() {
    network.freeze();
    assertUnavailable(post());
  }

  @ParameterizedTest
  @CsvSource({"If-None-Match, *", "Prefer, wait=5"})
  void aPollWithoutADatabaseGets503WithRetryAfter(String header, String value) {
    String id = post().extract().path("id");
    network.refuse();
    assertUnavailable(given().header(header, value).get("/v1/jobs/{id}", id).then());
  }

  @ParameterizedTest
  @ValueSource(strings = {"pause", "resume"})
  void aLaneIsNeitherPausedNorResumedWithoutADatabase(String move) {
    network.refuse();
    assertUnavailable(lane("default", move));
    assertUnavailable(lane("known-by-its-jobs", move));
    network.restore();
    await()
        .atMost(30, TimeUnit.SECONDS)
        .until(() -> lane("default", "resume").extract().statusCode() == 200);
  }

  @Test
  void eachLineOfAnUploadWithoutADatabaseGetsItsProblem() {
    network.refuse();
    String answer =
        given()
            .contentType("application/x-ndjson")
            .body(((JOB + "\n").repeat(1000) + "[]\n").getBytes(UTF_8))
            .post("/v1/jobs/bulk")
            .then()
            .statusCode(200)
            .extract()
            .asString();
    List<String> lines = answer.lines().toList();
    assertEquals(1002, lines.size());
    for (String line : lines.subList(0, 1000)) {
      assertTrue(line.contains("\"status\":503"), line);
    }
    assertTrue(lines.get(1000).contains("\"status\":400"), lines.get(1000));
    assertTrue(lines.getLast().contains("\"rejected\":1001,\"complete\":true"), lines.getLast());
  }

  private static void assertUnavailable(ValidatableResponse answer) {
    answer
        .statusCode(503)
        .contentType(Problem.MEDIA_TYPE)
        .header("Retry-After", notNullValue())
        .body("type", equalTo("urn:errand:problem:unavailable"))
        .body("detail", containsString("try again"));
  }

  private static ValidatableResponse lane(String name, String move) {
    return given()
        .contentType("application/json")
        .body("{\"reason\": \"r\"}")
        .post("/v1/lanes/{lane}/{move}", name, move)
        .then();
  }

  private static ValidatableResponse post() {
    return given().contentType("application/json").body(JOB).post("/v1/jobs").then();
  }
}
