package dev.errand.api.jobs;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.api.testing.Submitted;
import dev.errand.store.DispatchStore;
import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An idempotency key is valid for its whole retention, even if its job is deleted earlier. */
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class DeletedJobsKeysQuarkusTest {

  private static final String BODY = "{\"model\": \"%s\", \"prompt\": \"Tell me a joke.\"}";

  @Inject DispatchStore dispatch;
  @Inject Submitted submitted;

  @ParameterizedTest
  @ValueSource(strings = {"deleted", "purged"})
  void aSubmissionIsNotRunAgainAfterItsJobWasDeleted(String how) {
    String id = submit(how, BODY.formatted(how)).then().statusCode(202).extract().path("id");
    delete(how, id);

    submit(how, BODY.formatted(how))
        .then()
        .statusCode(410)
        .body("type", equalTo("urn:errand:problem:job-deleted"))
        .body("detail", containsString(id))
        .body("detail", containsString("use a new key"));
    submit(how, BODY.formatted("other")).then().statusCode(422);

    assertEquals(0, submitted.ofModel(how));
    assertEquals(0, submitted.ofModel("other"));
  }

  @Test
  void aWaitForADeletedJobReturnsImmediately() {
    String id = submit("waited", BODY.formatted("w")).then().statusCode(202).extract().path("id");
    delete("deleted", id);

    given()
        .header("Prefer", "wait=60")
        .header("Idempotency-Key", "waited")
        .contentType("application/json")
        .body(BODY.formatted("w"))
        .post("/v1/jobs")
        .then()
        .statusCode(410);
  }

  @Test
  void eachLineOfAnUploadHasItsOwnKey() {
    String lines = BODY.formatted("line-1") + "\n" + BODY.formatted("line-2") + "\n";
    String first = upload(lines).getFirst().replaceAll(".*\"id\":\"([^\"]+)\".*", "$1");
    delete("deleted", first);

    List<String> answers = upload(lines);

    assertEquals(3, answers.size());
    assertTrue(answers.getFirst().contains("urn:errand:problem:job-deleted"), answers.getFirst());
    assertTrue(answers.get(1).contains("\"replayed\":true"), answers.get(1));
  }

  private static Response submit(String key, String body) {
    return given()
        .header("Idempotency-Key", key)
        .contentType("application/json")
        .body(body)
        .post("/v1/jobs");
  }

  private static List<String> upload(String lines) {
    return given()
        .header("Idempotency-Key", "upload-of-deleted-jobs")
        .contentType("application/x-ndjson")
        .body(lines.getBytes(StandardCharsets.UTF_8))
        .post("/v1/jobs/bulk")
        .then()
        .statusCode(200)
        .extract()
        .asString()
        .lines()
        .toList();
  }

  private void delete(String how, String id) {
    given().post("/v1/jobs/" + id + "/cancel").then().statusCode(200);
    if (how.equals("deleted")) {
      given().delete("/v1/jobs/" + id).then().statusCode(204);
    } else {
      dispatch.purge(Duration.ofSeconds(-1), 1000);
      given().get("/v1/jobs/" + id).then().statusCode(404);
    }
  }
}
