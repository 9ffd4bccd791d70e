package dev.errand.api.jobs;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.errand.api.problem.Problem;
import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each kind of bad input is rejected with a problem that says what to change. */
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class BadInputQuarkusTest {

  private static final String JSON = "urn:errand:problem:invalid-json";
  private static final String INVALID = "urn:errand:problem:invalid-submission";
  private static final String CALL = "\"body\":{\"model\":\"gpt-5\"}";

  @Test
  void anEmptyBodyIsRejected() {
    problem("", 400, JSON).body("detail", containsString("send one JSON object"));
  }

  @Test
  void invalidJsonIsRejectedWithItsPlace() {
    problem("{\"body\":\n  nonsense}", 400, JSON).body("detail", containsString("line 2"));
  }

  @Test
  void jsonThatIsNotAnObjectIsRejected() {
    problem("[]", 400, JSON).body("detail", containsString("one JSON object"));
  }

  @Test
  void anUnknownFieldIsRejected() {
    violation("{%s,\"priorty\":1}".formatted(CALL), "priorty", "unknown field");
  }

  @Test
  void anUnknownEndpointIsRejected() {
    violation(
        "{%s,\"endpoint\":\"/v1/images\"}".formatted(CALL), "endpoint", "/v1/chat/completions");
  }

  @Test
  void aMissingModelIsRejected() {
    violation("{\"body\":{}}", "body.model", "set the model to call");
  }

  @Test
  void wrongTypesAreRejected() {
    violation("{%s,\"priority\":\"5\"}".formatted(CALL), "priority", "not a string");
    violation("{%s,\"metadata\":{\"a\":1}}".formatted(CALL), "metadata.a", "must be a string");
  }

  @Test
  void numbersOutOfRangeAreRejected() {
    violation("{%s,\"priority\":101}".formatted(CALL), "priority", "from -100 to 100");
    violation("{%s,\"max_attempts\":0}".formatted(CALL), "max_attempts", "from 1 to 100");
    violation("{%s,\"timeout_seconds\":1e5}".formatted(CALL), "timeout_seconds", "integer");
  }

  @Test
  void runAtAndDelayTogetherAreRejected() {
    violation(
        "{%s,\"delay_seconds\":1,\"run_at\":\"2026-01-05T09:30:00Z\"}".formatted(CALL),
        "run_at",
        "not both");
  }

  @Test
  void aDeadlineInThePastIsRejected() {
    violation(
        "{%s,\"deadline\":\"2020-01-05T09:30:00Z\"}".formatted(CALL), "deadline", "in the future");
  }

  @Test
  void metadataOverItsLimitsIsRejected() {
    violation(
        "{%s,\"metadata\":{\"a\":\"%s\"}}".formatted(CALL, "v".repeat(513)),
        "metadata.a",
        "at most 512");
  }

  @Test
  void nulAndLoneSurrogatesInTextAreRejected() {
    violation("{\"body\":{\"model\":\"gpt\\u0000\"}}", "body.model", "NUL");
    violation("{\"model\":\"gpt-5\",\"prompt\":\"\\ud800\"}", "prompt", "surrogate");
    violation("{%s,\"metadata\":{\"a\":\"\\udfff\"}}".formatted(CALL), "metadata.a", "surrogate");
    violation("{%s,\"\\u0000\":1}".formatted(CALL), "\uFFFD", "unknown field");
    problem("{%s,\"\\ud800\":1}".formatted(CALL), 400, JSON);
  }

  @Test
  void bytesThatAreNotUtf8AreRejected() {
    answer(post().body(new byte[] {'{', '"', (byte) 0xff, '"', '}'}), 400, JSON)
        .body("detail", containsString("UTF-8"));
  }

  @Test
  void tenThousandDeepJsonIsRejected() {
    String deep = "[".repeat(10_000) + "]".repeat(10_000);
    problem("{\"body\":{\"model\":\"gpt-5\",\"a\":" + deep + "}}", 400, JSON)
        .body("detail", containsString("deeper than 1000"));
  }

  @Test
  void objectsWithTooManyMembersAreRejected() {
    String members =
        IntStream.range(0, 100_000)
            .mapToObj("\"m%d\":\"\""::formatted)
            .collect(Collectors.joining(","));
    problem("{%s,%s}".formatted(CALL, members), 400, JSON)
        .body("detail", containsString("more than 100 members"));
    problem("{%s,\"metadata\":{%s}}".formatted(CALL, members), 400, JSON)
        .body("detail", containsString("more than 100 members"));
    post()
        .body("{\"body\":{\"model\":\"gpt-5\",%s}}".formatted(members))
        .post("/v1/jobs")
        .then()
        .statusCode(202);
  }

  @Test
  void duplicateKeysAreRejected() {
    problem("{\"body\":{\"model\":\"gpt-5\",\"model\":\"gpt-6\"}}", 400, JSON)
        .body("detail", containsString("model"));
  }

  @Test
  void everyErrorIsReportedAtOnce() {
    problem("{\"priority\":\"x\",\"max_attempts\":0}", 422, INVALID)
        .body("violations.size()", equalTo(3));
  }

  @Test
  void aStreamIsRejected() {
    violation(
        "{\"body\":{\"model\":\"gpt-5\",\"stream\":true}}", "body.stream", "leave stream out");
  }

  @Test
  void anInvalidKeyIsRejected() {
    answer(post().header("Idempotency-Key", "a b").body("{%s}".formatted(CALL)), 422, INVALID)
        .body("violations.field", hasItem("Idempotency-Key"));
  }

  @Test
  void aWrongContentTypeIsRejected() {
    String type = "urn:errand:problem:unsupported-media-type";
    answer(post().contentType("text/plain").body("{}"), 415, type)
        .body("detail", containsString("text/plain"));
    answer(post().header("Content-Encoding", "gzip").body("{}"), 415, type)
        .body("detail", containsString("compressed"));
    given()
        .contentType("application/x-www-form-urlencoded")
        .body("{}")
        .post("/v1/jobs/bulk")
        .then()
        .statusCode(415)
        .contentType(Problem.MEDIA_TYPE)
        .body("type", equalTo(type));
  }

  @Test
  void anAnswerInAnotherFormIsRejected() {
    answer(
        post().accept("text/html").body("{%s}".formatted(CALL)),
        406,
        "urn:errand:problem:not-acceptable");
  }

  @Test
  void anUnknownPathAndAWrongMethodAreProblems() {
    given()
        .get("/v1/jobs/none/nothing")
        .then()
        .statusCode(404)
        .contentType(Problem.MEDIA_TYPE)
        .body("type", equalTo("urn:errand:problem:not-found"))
        .body("detail", containsString("/v1/jobs/none/nothing"));
    given()
        .put("/v1/jobs")
        .then()
        .statusCode(405)
        .contentType(Problem.MEDIA_TYPE)
        .body("type", equalTo("urn:errand:problem:method-not-allowed"));
  }

  private static void violation(String json, String field, String message) {
    problem(json, 422, INVALID)
        .body("violations.field", equalTo(List.of(field)))
        .body("violations.message", hasItem(containsString(message)))
        .body("detail", containsString(message));
  }

  private static ValidatableResponse problem(String json, int status, String type) {
    return answer(post().body(json.getBytes(StandardCharsets.UTF_8)), status, type);
  }

  private static ValidatableResponse answer(RequestSpecification request, int status, String type) {
    return request
        .post("/v1/jobs")
        .then()
        .statusCode(status)
        .contentType(Problem.MEDIA_TYPE)
        .body("type", equalTo(type))
        .body("status", equalTo(status))
        .body("title", not(nullValue()))
        .body("detail", not(nullValue()));
  }

  private static RequestSpecification post() {
    return given().contentType("application/json");
  }
}
