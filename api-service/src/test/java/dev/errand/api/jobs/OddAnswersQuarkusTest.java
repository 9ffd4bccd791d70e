package dev.errand.api.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.errand.api.testing.StoredJobs;
import dev.errand.store.AttemptEnd;
import dev.errand.store.ClaimedJob;
import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is stored as an answer, our response is valid JSON in UTF-8. */
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class OddAnswersQuarkusTest {

  private static final String ANSWER =
      "{\"choices\":[{\"message\":{\"content\":\"%s\"}}],\"x\":%s}";

  private static final ObjectMapper STRICT =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxNestingDepth(20_000)
                      .maxNumberLength(Integer.MAX_VALUE)
                      .build())
              .build());

  @Inject StoredJobs jobs;

  @TestHTTPResource("/")
  String root;

  private final HttpClient http = HttpClient.newHttpClient();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\\ud83d\"",
        "\"\\u0000\\u001f\\\\\"",
        "{\"a\":1,\"a\":{\"a\":2}}",
        "1e400",
        "-0.00000000000000000000000000000000000001",
        "\"\u2028\u2029\uFFFF\""
      })
  void oddValuesAreSentAsTheyAre(String value) throws Exception {
    String answer = ANSWER.formatted("Hi", value);

    JsonNode job = get(answer.getBytes(StandardCharsets.UTF_8));

    assertEquals("Hi", job.path("output_text").textValue());
    assertEquals(STRICT.readTree(answer), job.path("result"));
  }

  @Test
  void aTextWithHalfASurrogatePairIsShownWithoutIt() throws Exception {
    JsonNode job = get(ANSWER.formatted("a\\ud83d", "1").getBytes(StandardCharsets.UTF_8));

    assertEquals("a\uFFFD", job.path("output_text").textValue());
  }

  @Test
  void deepNestingAndLongNumbersAreSent() throws Exception {
    String deep = "[".repeat(10_000) + "1".repeat(10_000) + "]".repeat(10_000);

    JsonNode job = get(ANSWER.formatted("Hi", deep).getBytes(StandardCharsets.UTF_8));

    assertFalse(job.path("result").isMissingNode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-16", "UTF-8"})
  void answersStoredInAnotherEncodingAreRead(String charset) throws Exception {
    String mark = charset.equals("UTF-16") ? "" : "\uFEFF";
    for (String before : new String[] {mark, ""}) {
      byte[] body = (before + ANSWER.formatted("é 😀", "1")).getBytes(Charset.forName(charset));

      assertEquals("é 😀", get(body).path("output_text").textValue());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ff", "c3", "eda080", "f4908080"})
  void invalidUtf8FromEarlierWorkersIsReplaced(String hex) throws Exception {
    byte[] before = "{\"choices\":[{\"message\":{\"content\":\"a ".getBytes(StandardCharsets.UTF_8);
    byte[] odd = HexFormat.of().parseHex(hex);
    byte[] after = " b\"}}]}".getBytes(StandardCharsets.UTF_8);
    byte[] body =
        ByteBuffer.allocate(before.length + odd.length + after.length)
            .put(before)
            .put(odd)
            .put(after)
            .array();

    assertEquals("a b", get(body).path("output_text").textValue().replaceAll("\uFFFD+ ", ""));
  }

  /** The job as received by a client, parsed strictly. */
  private JsonNode get(byte[] answer) throws Exception {
    ClaimedJob job = jobs.running();
    jobs.end(AttemptEnd.succeeded(job.lease(), answer, StoredJobs.CALL));
    // Not with REST Assured, which prints each response indented: 10,000 levels need gigabytes.
    HttpResponse<byte[]> response =
        http.send(
            HttpRequest.newBuilder(URI.create(root).resolve("/v1/jobs/" + job.lease().job()))
                .build(),
            BodyHandlers.ofByteArray());
    assertEquals(200, response.statusCode());
    String text =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .decode(ByteBuffer.wrap(response.body()))
            .toString();
    return STRICT.readTree(text);
  }
}
