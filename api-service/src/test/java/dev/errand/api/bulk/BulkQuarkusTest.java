package dev.errand.api.bulk;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.errand.api.testing.RawClient;
import dev.errand.api.testing.Submitted;
import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class BulkQuarkusTest {

  private static final String LINE = "{\"model\":\"%s\",\"prompt\":\"p\"}\n";
  private static final String HEAD =
      """
      POST /v1/jobs/bulk HTTP/1.1\r
      Host: localhost\r
      Content-Type: application/x-ndjson\r
      """;

  @Inject Submitted submitted;
  @Inject ObjectMapper mapper;

  @TestHTTPResource("/")
  URI server;

  /** The last line of the last response. */
  private JsonNode summary = MissingNode.getInstance();

  @Test
  void everyLineIsAnsweredInOrderAndABadOneRejectsOnlyItself() throws IOException {
    StringBuilder upload = new StringBuilder();
    for (int i = 1; i <= 5000; i++) {
      upload.append(i % 50 == 0 ? "{\"prompt\":\n" : LINE.formatted("five-" + i));
    }
    List<JsonNode> answers = post(given(), upload.toString());
    assertEquals(5000, answers.size());
    for (int i = 1; i <= 5000; i++) {
      assertEquals(i, answers.get(i - 1).get("line").intValue());
      assertEquals(i % 50 == 0, answers.get(i - 1).has("problem"));
      assertEquals(i % 50 != 0, answers.get(i - 1).has("id"));
    }
    assertEquals(400, answers.get(49).at("/problem/status").intValue());
    assertEquals(
        "line 50: column 11: Unexpected end-of-input within/between Object entries",
        answers.get(49).at("/problem/detail").textValue());
    assertEquals(summary(4900, 0, 100, true), summary);
    assertEquals(4900, submitted.ofModel("five-%"));
  }

  @Test
  void blankLinesAreNotAnsweredAndOddEndsAreFine() throws IOException {
    String line = LINE.strip().formatted("odd");
    List<JsonNode> answers =
        post(given(), "\uFEFF" + line + "\r\n\r\n  \n" + line + "\n[]\n" + line);
    assertEquals(List.of(1, 4, 5, 6), answers.stream().map(a -> a.get("line").intValue()).toList());
    assertEquals("queued", answers.get(0).get("state").textValue());
    assertEquals(
        "line 5: the line must be one JSON object",
        answers.get(2).at("/problem/detail").textValue());
    assertEquals(summary(3, 0, 1, true), summary);
  }

  @Test
  void anOverlongLineIsRejectedAlone() throws IOException {
    String overlong = LINE.formatted("x".repeat(5 * 1024 * 1024));
    List<JsonNode> answers = post(given(), LINE.formatted("a") + overlong + LINE.formatted("b"));
    assertEquals(3, answers.size());
    assertEquals(413, answers.get(1).at("/problem/status").intValue());
    assertTrue(answers.get(2).has("id"));
  }

  @Test
  void anUploadThatIsSentAgainUnderItsKeyMakesNoSecondJobs() throws IOException {
    RequestSpecification request = given().header("Idempotency-Key", "upload");
    String first = LINE.formatted("again-1") + LINE.formatted("again-2");
    List<JsonNode> cut = post(request, first);
    List<JsonNode> whole =
        post(given().header("Idempotency-Key", "upload"), first + LINE.formatted("again-3"));
    assertEquals(cut.get(0).get("id"), whole.get(0).get("id"));
    assertTrue(whole.get(1).get("replayed").booleanValue());
    assertFalse(whole.get(2).has("replayed"));
    assertEquals(summary(1, 2, 0, true), summary);
    assertEquals(3, submitted.ofModel("again-%"));
    List<JsonNode> other =
        post(given().header("Idempotency-Key", "upload"), LINE.formatted("other"));
    assertEquals("urn:errand:problem:key-reused", other.getFirst().at("/problem/type").textValue());
  }

  @Test
  void linesBeyondTheLimitGetOneProblem() throws IOException {
    List<JsonNode> answers = post(given(), "[]\n".repeat(100_010));
    assertEquals(100_001, answers.size());
    assertEquals(100_001, answers.getLast().get("line").intValue());
    assertEquals(
        "urn:errand:problem:too-many-lines", answers.getLast().at("/problem/type").textValue());
    assertEquals(summary(0, 0, 100_001, false), summary);
  }

  @Test
  void aClientMaySendEverythingBeforeItReadsAnything() throws IOException {
    byte[] upload = ("{\"no\":1}\n".repeat(40_000) + LINE.formatted("blind")).getBytes(UTF_8);
    try (RawClient client = new RawClient(server)) {
      client.send(HEAD + "Content-Length: " + upload.length + "\r\n\r\n");
      client.send(upload);
      client.readHead();
      List<JsonNode> answers = answers(client.readChunks());
      assertEquals(40_001, answers.size());
      assertTrue(answers.getLast().has("id"));
    }
  }

  @Test
  void resultsArriveDuringTheUpload() throws IOException {
    try (RawClient client = new RawClient(server)) {
      client.send(HEAD + "Transfer-Encoding: chunked\r\n\r\n");
      client.sendChunk(LINE.formatted("slow").getBytes(UTF_8));
      client.readHead();
      client.sendChunk(LINE.formatted("slow").getBytes(UTF_8));
      client.sendChunk(new byte[0]);
      assertEquals(2, answers(client.readChunks()).size());
    }
  }

  @Test
  void anEmptyUploadHasNoAnswers() throws IOException {
    assertEquals(List.of(), post(given(), "\n"));
    assertEquals(summary(0, 0, 0, true), summary);
  }

  private List<JsonNode> post(RequestSpecification request, String upload) throws IOException {
    return answers(
        request
            .contentType("application/x-ndjson")
            .body(upload.getBytes(UTF_8))
            .post("/v1/jobs/bulk")
            .then()
            .statusCode(200)
            .contentType("application/x-ndjson")
            .extract()
            .asString());
  }

  /** All but the last line, which is the summary. */
  private List<JsonNode> answers(String ndjson) throws IOException {
    List<JsonNode> answers = new ArrayList<>();
    for (String line : ndjson.lines().toList()) {
      answers.add(mapper.readTree(line));
    }
    summary = answers.removeLast();
    return answers;
  }

  private JsonNode summary(int accepted, int replayed, int rejected, boolean complete)
      throws IOException {
    return mapper.readTree(
        """
        {"summary":{"lines":%d,"accepted":%d,"replayed":%d,"rejected":%d,"complete":%b}}
        """
            .formatted(accepted + replayed + rejected, accepted, replayed, rejected, complete));
  }
}
