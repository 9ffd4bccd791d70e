package dev.errand.api.jobs;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.api.problem.Problem;
import dev.errand.api.testing.SentHints;
import dev.errand.api.testing.Submitted;
import dev.errand.testing.EmbeddedDatabase;
import dev.errand.testing.Management;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class SubmitQuarkusTest {

  private static final String SHORT = "{\"model\":\"gpt-5\",\"prompt\":\"Tell me a joke.\"}";

  @Inject Submitted submitted;
  @Inject SentHints hints;

  @Test
  void aJobIsAcceptedAndHintedAt() {
    ValidatableResponse answer = post(SHORT).statusCode(202);
    String id = answer.extract().path("id");
    answer
        .contentType("application/json")
        .header("Location", is("/v1/jobs/" + id))
        .header("Retry-After", equalTo("1"))
        .body("state", equalTo("queued"))
        .body("endpoint", equalTo("/v1/chat/completions"))
        .body("model", equalTo("gpt-5"))
        .body("lane", equalTo("default"))
        .body("max_attempts", equalTo(5))
        .body("deadline", nullValue());
    await().until(() -> hints.all().stream().anyMatch(h -> h.job().toString().equals(id)));
    assertEquals(
        "{\"model\":\"gpt-5\",\"stream\":false,\"messages\":[{\"role\":\"user\",\"content\":\"Tell"
            + " me a joke.\"}]}",
        submitted.body(id));
  }

  @Test
  void theResponseIsTheSameAsForPolling() {
    ValidatableResponse answer =
        post("{%s,\"metadata\":{\"a\":\"b\"},\"deadline\":\"2099-01-05T09:30:00.1234567Z\"}"
                .formatted("\"body\":{\"model\":\"gpt-5\"}"))
            .statusCode(202);
    Map<String, Object> accepted = answer.extract().jsonPath().getMap("$");
    Map<String, Object> polled =
        given().get("/v1/jobs/" + accepted.get("id")).then().extract().jsonPath().getMap("$");
    polled.remove("position");
    polled.remove("waiting");
    assertEquals(polled, accepted);
  }

  @Test
  void aDelayedJobIsScheduledAndNotHintedAt() {
    String id =
        post("{\"model\":\"gpt-5\",\"prompt\":\"p\",\"delay_seconds\":30}")
            .statusCode(202)
            .header("Retry-After", equalTo("30"))
            .body("state", equalTo("scheduled"))
            .extract()
            .path("id");
    String next = post(SHORT).extract().path("id");
    await().until(() -> hints.all().stream().anyMatch(h -> h.job().toString().equals(next)));
    assertTrue(hints.all().stream().noneMatch(h -> h.job().toString().equals(id)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ \"model\" : \"gpt-5\" , \"temperature\" : 1.0e+5 , \"a\":-0.0, \"big\" : 1E400}",
        "{\n\t\"b\":\"\\u00e9\\ud800\\u0000\\/\",\r\n\"a\": [ 1 ,2,{ } ] ,\"model\":\"gpt-😀\"}",
        "{\"z\":\"\", \"model\":\"gpt-5\", \"a\": [[[[{\"stream\":true}]]]]}",
      })
  void theProvidersRequestIsStoredByteForByte(String body) {
    String id =
        post("{\"priority\":1, \"body\" : " + body + " }").statusCode(202).extract().path("id");
    assertEquals(body, submitted.body(id));
  }

  @Test
  void theSamePayloadUnderTheSameKeyIsAnsweredWithTheFirstJob() {
    String id = post(SHORT, "same").statusCode(202).extract().path("id");
    post(SHORT, "same")
        .statusCode(200)
        .header("Idempotency-Replayed", equalTo("true"))
        .header("Location", endsWith(id))
        .body("id", equalTo(id));
    given().post("/v1/jobs/" + id + "/cancel").then().statusCode(200);
    post(SHORT, "same").statusCode(200).body("id", equalTo(id)).body("state", equalTo("cancelled"));
  }

  @Test
  void anotherPayloadUnderTheSameKeyIsRejected() {
    String id = post(SHORT, "reused").statusCode(202).extract().path("id");
    post(SHORT.replace("gpt", "gpt-other"), "reused")
        .statusCode(422)
        .contentType(Problem.MEDIA_TYPE)
        .body("type", equalTo("urn:errand:problem:key-reused"))
        .body("detail", containsString(id));
  }

  @Test
  void fiftyConcurrentSubmissionsUnderOneKeyCreateOneJob() throws Exception {
    List<Callable<String>> calls = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      calls.add(() -> post(SHORT, "crowd").extract().path("id"));
    }
    Set<String> ids = new HashSet<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(50)) {
      for (Future<String> id : threads.invokeAll(calls)) {
        ids.add(id.get());
      }
    }
    assertEquals(1, ids.size(), ids::toString);
    assertEquals(1, submitted.underKey("crowd"));
  }

  @Test
  void aWaitIsOverAsSoonAsTheJobHasEnded() {
    given()
        .contentType("application/json")
        .header("Prefer", "wait=1")
        .body(SHORT)
        .post("/v1/jobs")
        .then()
        .statusCode(202)
        .header("Preference-Applied", "wait=1")
        .header("Retry-After", "1");
    given()
        .contentType("application/json")
        .header("Prefer", "nonsense, wait=soon")
        .body(SHORT)
        .post("/v1/jobs")
        .then()
        .statusCode(202)
        .header("Preference-Applied", nullValue());
  }

  @Test
  void submissionsAreCounted() {
    post(SHORT).statusCode(202);
    post("").statusCode(400);
    given()
        .get(Management.url("/q/metrics"))
        .then()
        .body(
            containsString(
                "errand_jobs_submitted_total{endpoint=\"/v1/chat/completions\",lane=\"default\"}"))
        .body(containsString("errand_submissions_rejected_total{reason=\"invalid-json\"}"));
  }

  @Test
  void theReadinessShowsTheBroker() {
    given()
        .get(Management.url("/q/health/ready"))
        .then()
        .statusCode(200)
        .body("checks.find { it.name == 'broker' }.status", equalTo("UP"))
        .body("checks.find { it.name == 'broker' }.data.connected", equalTo(true));
  }

  private static ValidatableResponse post(String json, String key) {
    return post(given().header("Idempotency-Key", key), json);
  }

  private static ValidatableResponse post(String json) {
    return post(given(), json);
  }

  private static ValidatableResponse post(RequestSpecification request, String json) {
    return request
        .contentType("application/json")
        .body(json.getBytes(StandardCharsets.UTF_8))
        .post("/v1/jobs")
        .then();
  }
}
