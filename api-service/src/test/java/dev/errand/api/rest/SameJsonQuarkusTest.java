package dev.errand.api.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An idempotency key holds for a JSON value, not for the bytes that it came in. */
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class SameJsonQuarkusTest {

  private static final String FIRST =
      "{\"body\":{\"model\":\"gpt-5\",\"input\":[\"A\",\"b\"],\"temperature\":1},"
          + "\"endpoint\":\"/v1/embeddings\",\"metadata\":{\"a\":\"1\",\"b\":\"2\"}}";

  @Inject StoredJobs jobs;

  private final String key = UUID.randomUUID().toString();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"metadata\":{\"b\":\"2\",\"a\":\"1\"},\"endpoint\":\"/v1/embeddings\","
            + "\"body\":{\"temperature\":1,\"input\":[\"A\",\"b\"],\"model\":\"gpt-5\"}}",
        "  { \"body\" : {\"model\":\"gpt-5\",\"input\":[ \"A\" ,\n \"b\" ],\"temperature\":1},"
            + "\"endpoint\":\"/v1/embeddings\",\r\n\"metadata\":{\"a\":\"1\",\t\"b\":\"2\"}} ",
        "{\"body\":{\"model\":\"gpt-5\",\"input\":[\"\\u0041\",\"b\"],\"temperature\":1.0},"
            + "\"\\u0065ndpoint\":\"\\/v1\\/embeddings\",\"metadata\":{\"a\":\"1\",\"b\":\"2\"}}",
        "{\"body\":{\"model\":\"gpt-5\",\"input\":[\"A\",\"b\"],\"temperature\":10e-1},"
            + "\"endpoint\":\"/v1/embeddings\",\"metadata\":{\"a\":\"1\",\"b\":\"2\"}}"
      })
  void theSameValueWrittenOtherwiseIsTheSamePayload(String again) {
    String id = post(FIRST).statusCode(202).extract().path("id");

    post(again)
        .statusCode(200)
        .header("Idempotency-Replayed", equalTo("true"))
        .body("id", equalTo(id));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"body\":{\"model\":\"gpt-5\",\"input\":[\"b\",\"A\"],\"temperature\":1},"
            + "\"endpoint\":\"/v1/embeddings\",\"metadata\":{\"a\":\"1\",\"b\":\"2\"}}",
        "{\"body\":{\"model\":\"gpt-5\",\"input\":[\"A\",\"b\"],\"temperature\":\"1\"},"
            + "\"endpoint\":\"/v1/embeddings\",\"metadata\":{\"a\":\"1\",\"b\":\"2\"}}",
        "{\"body\":{\"model\":\"gpt-5\",\"input\":[\"A\",\"b\"],\"temperature\":1},"
            + "\"endpoint\":\"/v1/embeddings\",\"metadata\":{\"a\":\"2\",\"b\":\"1\"}}",
        "{\"body\":{\"model\":\"gpt-5\",\"input\":[\"A\",\"b\"],\"temperature\":1},"
            + "\"endpoint\":\"/v1/embeddings\",\"metadata\":{\"a\":\"1\"}}"
      })
  void anotherValueIsAnotherPayload(String other) {
    post(FIRST).statusCode(202);

    post(other).statusCode(422).body("type", containsString("key-reused"));
  }

  @Test
  void aLineOfAnUploadIsComparedInTheSameWay() {
    String first =
        upload("{\"model\":\"gpt-5\",\"prompt\":\"p\",\"priority\":1}")
            .extract()
            .jsonPath()
            .getString("id");

    upload("{ \"priority\":1.0e0, \"prompt\":\"\\u0070\", \"model\":\"gpt-5\" }")
        .body(containsString("priority"));
    upload("{ \"priority\": 1, \"prompt\":\"\\u0070\", \"model\":\"gpt-5\" }")
        .body("id", equalTo(first))
        .body("replayed", equalTo(true));
    upload("{\"model\":\"gpt-5\",\"prompt\":\"q\",\"priority\":1}")
        .body("problem.type", containsString("key-reused"));
  }

  private ValidatableResponse upload(String line) {
    return given()
        .header("Idempotency-Key", key)
        .contentType("application/x-ndjson")
        .body(line.getBytes(StandardCharsets.UTF_8))
        .post("/v1/jobs/bulk")
        .then()
        .statusCode(200);
  }

  private ValidatableResponse post(String json) {
    return given()
        .header("Idempotency-Key", key)
        .contentType("application/json")
        .body(json.getBytes(StandardCharsets.UTF_8))
        .post("/v1/jobs")
        .then();
  }
}
