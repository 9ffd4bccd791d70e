package dev.errand.api.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.api.testing.StoredJobs;
import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class CompressionQuarkusTest {

  private static final String TEXT = "Paris is the capital of France. ".repeat(200);
  private static final String ANSWER =
      "{\"choices\": [{\"message\": {\"role\": \"assistant\", \"content\": \"%s\"}}]}";

  @Inject StoredJobs jobs;

  @TestHTTPResource("/")
  URI server;

  private final HttpClient http = HttpClient.newBuilder().version(Version.HTTP_1_1).build();

  @ParameterizedTest
  @CsvSource({
    "gzip, gzip",
    "deflate, deflate",
    "'br, gzip;q=0.5', gzip",
    "*, gzip",
    "gzip;q=0, ",
    "identity, "
  })
  void aLargeAnswerComesInTheFormThatIsAskedFor(String accepted, String coding) throws Exception {
    String path = "/v1/jobs/" + succeeded(TEXT);
    HttpResponse<byte[]> plain = get(path, "identity");

    HttpResponse<byte[]> answer = get(path, accepted);

    assertEquals(200, answer.statusCode());
    assertEquals(Optional.ofNullable(coding), answer.headers().firstValue("Content-Encoding"));
    assertEquals(text(plain), text(answer));
    assertTrue(coding == null || answer.body().length < plain.body().length / 4);
    assertEquals("accept-encoding", vary(answer));
    assertEquals("accept-encoding", vary(plain));
    assertEquals(
        plain.headers().firstValue("ETag"),
        answer.headers().firstValue("ETag"),
        "weak, so the same");
  }

  @Test
  void aKnownTagInAnyFormGets304() throws Exception {
    String path = "/v1/jobs/" + succeeded(TEXT);
    String tag = get(path, "gzip").headers().firstValue("ETag").orElseThrow();
    assertTrue(tag.startsWith("W/"), tag);

    HttpResponse<byte[]> known =
        http.send(
            request(path, "gzip").header("If-None-Match", tag).build(), BodyHandlers.ofByteArray());

    assertEquals(304, known.statusCode());
    assertEquals(0, known.body().length);
    assertEquals("accept-encoding", vary(known));
  }

  @Test
  void smallAnswersStayAsTheyAre() throws Exception {
    for (String path : new String[] {"/v1", "/v1/jobs/" + UUID.randomUUID()}) {
      HttpResponse<byte[]> answer = get(path, "gzip");

      assertEquals(Optional.empty(), answer.headers().firstValue("Content-Encoding"));
      assertTrue(new String(answer.body(), UTF_8).startsWith("{"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 200, 40_000})
  void answersOfAnySizeAreReadAsTheyWere(int times) throws Exception {
    String path = "/v1/jobs/" + succeeded("Paris is the capital of France. ".repeat(times));

    HttpResponse<byte[]> answer = get(path, "gzip");

    assertEquals(Optional.of("gzip"), answer.headers().firstValue("Content-Encoding"));
    assertEquals(text(get(path, "identity")), text(answer));
  }

  @Test
  void headHasNoBodyInAnyForm() throws Exception {
    HttpResponse<byte[]> answer =
        http.send(
            request("/v1/jobs/" + succeeded(TEXT), "gzip")
                .method("HEAD", BodyPublishers.noBody())
                .build(),
            BodyHandlers.ofByteArray());

    assertEquals(200, answer.statusCode());
    assertEquals(0, answer.body().length);
  }

  @Test
  void theLinesOfAnUploadsAnswerAreNotCompressed() throws Exception {
    HttpResponse<byte[]> answer =
        http.send(
            request("/v1/jobs/bulk", "gzip")
                .header("Content-Type", "application/x-ndjson")
                .POST(
                    BodyPublishers.ofString("{\"model\":\"gpt-5\",\"prompt\":\"p\"}\n".repeat(100)))
                .build(),
            BodyHandlers.ofByteArray());

    assertEquals(Optional.empty(), answer.headers().firstValue("Content-Encoding"));
    assertEquals(101, new String(answer.body(), UTF_8).lines().count());
  }

  private UUID succeeded(String text) {
    var job = jobs.running();
    jobs.succeed(job, ANSWER.formatted(text));
    return job.lease().job();
  }

  private HttpResponse<byte[]> get(String path, String accepted) throws Exception {
    return http.send(request(path, accepted).GET().build(), BodyHandlers.ofByteArray());
  }

  private HttpRequest.Builder request(String path, String accepted) {
    return HttpRequest.newBuilder(server.resolve(path)).header("Accept-Encoding", accepted);
  }

  private static String vary(HttpResponse<?> answer) {
    return String.join(",", answer.headers().allValues("Vary")).toLowerCase(java.util.Locale.ROOT);
  }

  private static String text(HttpResponse<byte[]> answer) throws IOException {
    InputStream body = new ByteArrayInputStream(answer.body());
    String coding = answer.headers().firstValue("Content-Encoding").orElse("");
    InputStream plain =
        switch (coding) {
          case "gzip" -> new GZIPInputStream(body);
          case "deflate" -> new InflaterInputStream(body);
          default -> body;
        };
    return new String(plain.readAllBytes(), UTF_8);
  }
}
