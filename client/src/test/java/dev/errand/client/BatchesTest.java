package dev.errand.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.errand.client.Batches.NewBatch;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batches, against a server that answers as a test wants. */
class BatchesTest {

  private static final String BATCH =
      """
      {"id":"batch_1","object":"batch","endpoint":"/v1/chat/completions","model":null,
       "errors":{"object":"list","data":[{"code":"c","message":"m","param":null,"line":2}]},
       "input_file_id":"file-1","completion_window":"24h","status":"failed","output_file_id":null,
       "error_file_id":null,"created_at":1767605400,"in_progress_at":null,"expires_at":1767691800,
       "request_counts":{"total":3,"completed":1,"failed":2},"usage":null,"metadata":null,
       "priority":-10}
      """;

  private final List<String> log = new ArrayList<>();
  private HttpServer server;
  private Batches batches;
  private String asked;
  private String type;
  private String sent;
  private int status = 200;
  private String answer = BATCH;
  private long announced;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    batches =
        ErrandClient.of(URI.create("http://localhost:" + server.getAddress().getPort()))
            .withLog(log::add)
            .batches();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked =
        "%s %s key=%s prefer=%s"
            .formatted(
                exchange.getRequestMethod(),
                exchange.getRequestURI(),
                exchange.getRequestHeaders().getFirst("Idempotency-Key"),
                exchange.getRequestHeaders().getFirst("Prefer"));
    type = exchange.getRequestHeaders().getFirst("Content-Type");
    sent = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    byte[] body = answer.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Errand-Batch-Status", "in_progress");
    exchange.sendResponseHeaders(status, body.length + announced);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Test
  void aFileIsUploadedWithItsPurposeFirst(@TempDir Path folder) throws IOException {
    answer = "{\"id\":\"file-1\"}";
    Path lines = Files.writeString(folder.resolve("lines"), "{\"a\":1}\n");

    assertEquals("file-1", batches.upload("a\"b.jsonl", lines));

    assertEquals("POST /v1/files key=null prefer=null", asked);
    String boundary = "--" + type.substring(type.indexOf("boundary=") + "boundary=".length());
    assertEquals(
        boundary
            + "\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nbatch\r\n"
            + boundary
            + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a_b.jsonl\"\r\n"
            + "Content-Type: application/x-ndjson\r\n\r\n{\"a\":1}\n\r\n"
            + boundary
            + "--\r\n",
        sent);
  }

  @Test
  void aBatchIsCreatedUnderAKey() {
    Batch batch =
        batches.create(
            new NewBatch("file-1", "/v1/chat/completions", "24h", Map.of("b", "2", "a", "1")), "k");

    assertEquals("POST /v1/batches key=k prefer=null", asked);
    assertEquals(
        "{\"input_file_id\":\"file-1\",\"endpoint\":\"/v1/chat/completions\","
            + "\"completion_window\":\"24h\",\"metadata\":{\"a\":\"1\",\"b\":\"2\"}}",
        sent);
    assertEquals("batch_1", batch.id());
    assertEquals(Instant.parse("2026-01-05T09:30:00Z"), batch.createdAt());
    assertEquals(2, batch.errors().orElseThrow().data().getFirst().line().orElseThrow());
    assertEquals(new Batch.RequestCounts(3, 1, 2), batch.requestCounts());
    assertEquals(Map.of(), batch.metadata());
    assertEquals(Optional.empty(), batch.usage());
    assertTrue(Batch.isFinal(batch.status()));
    assertTrue(log.getFirst().matches("POST \\S+/v1/batches: 200 in [0-9]+ ms"), log.getFirst());
  }

  @Test
  void resultsAreReadLineByLine() {
    answer = "{\"id\":\"batch_req_2\"}\n{\"id\":\"batch_req_3\"}\n";
    List<String> lines = new ArrayList<>();

    String read =
        batches.results("batch_1", Optional.of("batch_req_1"), Duration.ofSeconds(9), lines::add);

    assertEquals("in_progress", read);
    assertEquals("GET /v1/batches/batch_1/results?after=batch_req_1 key=null prefer=wait=9", asked);
    assertEquals(List.of("{\"id\":\"batch_req_2\"}", "{\"id\":\"batch_req_3\"}"), lines);
  }

  /**
   * The caller goes on behind the last whole line that it was given; the JDK may keep some back.
   */
  @Test
  void aResponseThatBreaksOffInALineIsNoAnswer() {
    answer = "{\"id\":\"batch_req_2\"}\n{\"id\":";
    announced = 5;
    List<String> lines = new ArrayList<>();

    assertThrows(
        NoAnswerException.class,
        () -> batches.results("batch_1", Optional.empty(), Duration.ofSeconds(9), lines::add));

    assertTrue(List.of("{\"id\":\"batch_req_2\"}").containsAll(lines), lines.toString());
  }

  @Test
  void errorsInOpenAisFormAreProblemsToo() {
    status = 422;
    answer =
        """
        {"error":{"message":"the key was used","type":"invalid_request_error","param":"p",
         "code":"key_reused"}}
        """;

    ProblemException problem = assertThrows(ProblemException.class, () -> batches.get("x"));

    assertEquals(ProblemType.KEY_REUSED, problem.type());
    assertEquals("the key was used", problem.problem().detail());
    assertEquals("p", problem.problem().violations().getFirst().field());
  }
}
