package dev.errand.api;

import static dev.errand.api.testing.Readiness.awaitNotReady;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.api.testing.Latin1Database;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A value that the database cannot store is an error of the request, not an outage. */
@QuarkusTest
@QuarkusTestResource(value = Latin1Database.class, restrictToAnnotatedClass = true)
class UnstorableQuarkusTest {

  private static final String JOB =
      "{\"model\": \"m\", \"prompt\": \"日本\", \"metadata\": {\"customer\": \"%s\"}}";

  @Test
  void theServiceIsNotReadyAndSaysWhy() {
    awaitNotReady("its encoding is LATIN1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"株式会社", "Компания", "€", "😀"})
  void aSubmissionIsRejectedForGood(String value) {
    submit(JOB.formatted(value))
        .statusCode(422)
        .body("type", equalTo("urn:errand:problem:invalid-submission"))
        .body("detail", containsString("the database cannot store a value in this submission"));
  }

  @Test
  void aModelThatCantBeStoredIsRejectedToo() {
    submit("{\"model\": \"模型\", \"prompt\": \"p\"}").statusCode(422);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Müller", "plain"})
  void storableTextIsAccepted(String value) {
    submit(JOB.formatted(value)).statusCode(202);
  }

  @Test
  void theOtherLinesOfAnUploadAreAccepted() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      lines.append(JOB.formatted(i == 37 || i == 80 ? "Компания" : "acme")).append('\n');
    }

    List<String> answers =
        given()
            .contentType("application/x-ndjson")
            .body(lines.toString().getBytes(UTF_8))
            .post("/v1/jobs/bulk")
            .then()
            .statusCode(200)
            .extract()
            .asString()
            .lines()
            .toList();

    assertEquals(101, answers.size());
    for (int i = 0; i < 100; i++) {
      String expected = i == 37 || i == 80 ? "\"status\":422" : "\"state\":\"queued\"";
      assertTrue(answers.get(i).contains(expected), answers.get(i));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"metadata.customer=株式会社", "model=モデル", "metadata.€=1"})
  void aQuestionThatCantBeAskedIsTheClientsFault(String query) {
    int equals = query.indexOf('=');
    given()
        .queryParam(query.substring(0, equals), query.substring(equals + 1))
        .get("/v1/jobs")
        .then()
        .statusCode(400);
  }

  private static ValidatableResponse submit(String body) {
    return given()
        .contentType("application/json")
        .body(body.getBytes(UTF_8))
        .post("/v1/jobs")
        .then();
  }
}
