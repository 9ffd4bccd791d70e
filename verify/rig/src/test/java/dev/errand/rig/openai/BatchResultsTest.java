package dev.errand.rig.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BatchResultsTest {

  private static final BatchLines LINES = new BatchLines(3, "m", "Prompt %d."::formatted);
  private static final String FAILED =
      """
      {"id":"c","custom_id":"2","response":{"status_code":400,"request_id":"r","body":{}},"error":null}
      """;

  private final Map<String, String> bodies = new ConcurrentHashMap<>();
  private final Map<String, String> received = new ConcurrentHashMap<>();
  private HttpServer server;
  private OpenAi api;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    api = new OpenAi(uri, Duration.ofSeconds(10));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    received.put(
        path, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    byte[] body = bodies.getOrDefault(path, "").getBytes(StandardCharsets.UTF_8);
    int status = bodies.containsKey(path) ? 200 : path.contains("busy") ? 503 : 404;
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Test
  void goodFilesHaveNoViolations() throws IOException {
    BatchResults results = read(line("a", 0) + line("b", 1), FAILED, 2, 1);

    assertEquals(List.of(), results.violations());
    assertEquals(2, results.succeeded());
    assertEquals(3, results.count());
  }

  @Test
  void aMissingLineALineTwiceAndWrongCountersAreFound() throws IOException {
    assertEquals(List.of("2 of 3"), said(line("a", 0), FAILED, 1, 2));
    assertTrue(said(line("a", 0) + line("b", 0), FAILED, 2, 1).contains("0 is there twice"));
    assertEquals(2, said(line("a", 0) + line("b", 1), FAILED, 3, 1).size());
  }

  @Test
  void aLineInTheOtherFileAndAnotherLinesAnswerAreFound() throws IOException {
    List<String> other = said(line("a", 0) + FAILED, line("b", 1), 2, 1);
    assertEquals(List.of("2 is in the other file", "1 is in the other file"), other);
    String wrong = line("b", 1).replace("Prompt 1", "Prompt 0");
    assertEquals(List.of("1 has another line's answer"), said(line("a", 0) + wrong, FAILED, 2, 1));
  }

  @Test
  void theHashIsOfTheLinesNotOfTheirOrderOrIds() throws IOException {
    BatchResults one = read(line("a", 0) + line("b", 1), FAILED, 2, 1);
    BatchResults same = read(line("x", 1) + line("y", 0), FAILED, 2, 1);
    BatchResults other = read(line("a", 0) + line("b", 1), FAILED.replace("400", "404"), 2, 1);

    assertEquals(one.hash(), same.hash());
    assertNotEquals(one.bytes(), same.bytes());
    assertNotEquals(one.hash(), other.hash());
  }

  @Test
  void theFileFollowsItsPurpose() throws IOException {
    bodies.put("/v1/files", "{\"id\": \"file-1\"}");

    assertEquals("file-1", api.upload("f.jsonl", BodyPublishers.ofByteArray(LINES.bytes())));

    String form = received.get("/v1/files");
    assertTrue(
        form.indexOf("name=\"purpose\"\r\n\r\nbatch\r\n") < form.indexOf("{\"custom_id\":\"0\""));
    assertTrue(form.endsWith("\n\r\n------errand-7MA4YWxkTrZu0gW--\r\n"));
  }

  @Test
  void onlyA503IsAsGoodAsNoAnswer() {
    assertThrows(IOException.class, () -> api.batch("busy"));
    assertThrows(IllegalStateException.class, () -> api.batch("unknown"));
  }

  private List<String> said(String output, String error, int completed, int failed)
      throws IOException {
    return read(output, error, completed, failed).violations();
  }

  private BatchResults read(String output, String error, int completed, int failed)
      throws IOException {
    bodies.put("/v1/files/o/content", output);
    bodies.put("/v1/files/e/content", error);
    JsonNode batch =
        new ObjectMapper()
            .readTree(
                """
                {"output_file_id": "o", "error_file_id": "e",
                  "request_counts": {"total": 3, "completed": %d, "failed": %d}}
                """
                    .formatted(completed, failed));
    return BatchResults.read(api, batch, LINES);
  }

  private static String line(String id, int number) {
    return """
    {"id":"%s","custom_id":"%d","response":{"status_code":200,"request_id":"%s","body":\
    {"id":"%s","created":%d,"choices":[{"message":{"content":"To: Prompt %d."}}]}},"error":null}
    """
        .formatted(id, number, id, id, id.hashCode(), number);
  }
}
