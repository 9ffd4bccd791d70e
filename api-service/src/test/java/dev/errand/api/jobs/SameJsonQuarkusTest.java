package dev.errand.api.jobs;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An idempotency key applies to a JSON value, not to its bytes. */
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class SameJsonQuarkusTest {

  private static final String FIRST =
      "{\"body\":{\"model\":\"gpt-5\",\"input\":[\"A\",\"b\"],\"temperature\":1},"
          + "\"endpoint\":\"/v1/embeddings\",\"metadata\":{\"a\":\"1\",\"b\":\"2\"}}";

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
    String first = upload("{\"model\":\"gpt-5\",\"prompt\":\"p\",\"priority\":1}").getString("id");

    JsonPath again = upload("{ \"priority\": 1, \"prompt\":\"\\u0070\", \"model\":\"gpt-5\" }");
    assertEquals(first, again.getString("id"));
    assertTrue(again.getBoolean("replayed"));
    assertEquals(
        "urn:errand:problem:key-reused",
        upload("{\"model\":\"gpt-5\",\"prompt\":\"q\",\"priority\":1}").getString("problem.type"));
  }

  private JsonPath upload(String line) {
    return JsonPath.from(
        given()
            .header("Idempotency-Key", key)
            .contentType("application/x-ndjson")
            .body(line.getBytes(StandardCharsets.UTF_8))
            .post("/v1/jobs/bulk")
            .then()
            .statusCode(200)
            .extract()
            .asString()
            .lines()
            .findFirst()
            .orElseThrow());
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
