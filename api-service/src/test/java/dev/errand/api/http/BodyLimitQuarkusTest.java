package dev.errand.api.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.api.problem.Problem;
import dev.errand.api.testing.RawClient;
import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class BodyLimitQuarkusTest {

  private static final int LIMIT = 4 * 1024 * 1024;
  private static final String TYPE = "urn:errand:problem:too-large";

  @TestHTTPResource("/")
  URI server;

  @Test
  void aBodyOfExactlyTheLimitIsAccepted() {
    String json = "{\"model\":\"gpt-5\",\"prompt\":\"%s\"}";
    String prompt = "p".repeat(LIMIT - json.length() + 2);
    given()
        .contentType("application/json")
        .body(json.formatted(prompt))
        .post("/v1/jobs")
        .then()
        .statusCode(202);
  }

  @Test
  void aBodyOverTheLimitIsRejected() {
    given()
        .contentType("application/json")
        .body(" ".repeat(5 * 1024 * 1024))
        .post("/v1/jobs")
        .then()
        .statusCode(413)
        .contentType(Problem.MEDIA_TYPE)
        .body("type", equalTo(TYPE))
        .body("detail", containsString(String.valueOf(LIMIT)));
  }

  @Test
  void aBodyThatIsAnnouncedAsTooLargeIsRejectedBeforeItIsSent() throws IOException {
    try (RawClient client = new RawClient(server)) {
      client.send(
          """
          POST /v1/jobs HTTP/1.1\r
          Host: localhost\r
          Content-Type: application/json\r
          Content-Length: 5242880\r
          \r
          """);
      assertRefused(client);
    }
  }

  @Test
  void aChunkedBodyIsRejectedOnceItIsOverTheLimit() throws IOException {
    try (RawClient client = new RawClient(server)) {
      client.send(
          """
          POST /v1/jobs HTTP/1.1\r
          Host: localhost\r
          Content-Type: application/json\r
          Transfer-Encoding: chunked\r
          \r
          """);
      byte[] chunk = " ".repeat(LIMIT / 4).getBytes();
      for (int i = 0; i < 5; i++) {
        client.sendChunk(chunk);
      }
      // The body never ends: the response does not wait for its end.
      assertRefused(client);
    }
  }

  @Test
  void aRejectedClientThatSendsEverythingBeforeReadingGetsItsResponse() {
    given()
        .contentType("text/plain")
        .body(" ".repeat(20 * 1024 * 1024))
        .post("/v1/jobs")
        .then()
        .statusCode(415);
    given()
        .contentType("application/json")
        .body(" ".repeat(20 * 1024 * 1024))
        .post("/v1/nothing")
        .then()
        .statusCode(404);
  }

  private static void assertRefused(RawClient client) throws IOException {
    String head = client.readHead();
    assertTrue(head.startsWith("HTTP/1.1 413 "), head);
    assertTrue(head.contains(Problem.MEDIA_TYPE), head);
    assertTrue(client.read(50).contains(TYPE));
  }
}
