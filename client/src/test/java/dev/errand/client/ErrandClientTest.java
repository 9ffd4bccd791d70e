package dev.errand.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is sent and what is read, against a server that answers as a test wants. */
class ErrandClientTest {

  private static final UUID ID = UUID.fromString("019a3c5e-7d10-7a52-9d3e-0f6a4c1b2d3e");
  private static final String QUEUED =
      """
      {"id":"%s","state":"queued","endpoint":"/v1/chat/completions","model":"m","metadata":{},
       "lane":"default","priority":0,"run_at":"2026-01-05T09:30:00.123456Z","deadline":null,
       "max_attempts":5,"timeout_seconds":null,"on_lost":"retry","started_at":null,"ended_at":null,
       "created_at":"2026-01-05T09:30:00.123456Z","life":1,"attempts_spent":0,"position":3}
      """
          .formatted(ID);

  private HttpServer server;
  private ErrandClient client;
  private String asked;
  private String authorization;
  private String sent;
  private int status = 200;
  private String answer = QUEUED;
  private Map<String, String> headers = Map.of();

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    client = ErrandClient.of(URI.create("http://localhost:" + server.getAddress().getPort()));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked =
        "%s %s key=%s prefer=%s tag=%s"
            .formatted(
                exchange.getRequestMethod(),
                exchange.getRequestURI(),
                exchange.getRequestHeaders().getFirst("Idempotency-Key"),
                exchange.getRequestHeaders().getFirst("Prefer"),
                exchange.getRequestHeaders().getFirst("If-None-Match"));
    authorization = exchange.getRequestHeaders().getFirst("Authorization");
    sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    headers.forEach(exchange.getResponseHeaders()::set);
    byte[] body = answer.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Test
  void submitsWithAKeyAndAWait() {
    status = 202;
    headers = Map.of("ETag", "W/\"7\"", "Retry-After", "1", "Idempotency-Replayed", "true");

    JobAnswer accepted =
        client.submit(
            Submission.prompt("m", "hi").maxAttempts(2).delay(Duration.ofSeconds(3)).failIfLost(),
            SubmitOptions.idempotent("order-1").andWait(Duration.ofSeconds(9)));

    assertEquals("POST /v1/jobs key=order-1 prefer=wait=9 tag=null", asked);
    assertEquals(
        "{\"model\":\"m\",\"prompt\":\"hi\",\"max_attempts\":2,\"delay_seconds\":3,\"on_lost\":\"fail\"}",
        sent);
    assertEquals(Optional.of("W/\"7\""), accepted.tag());
    assertEquals(Optional.of(Duration.ofSeconds(1)), accepted.retryAfter());
    assertTrue(accepted.replayed());
    assertEquals(ID, accepted.job().id());
  }

  @Test
  void sendsItsKeyAndShowsItToNobody() {
    client.job(ID);
    assertNull(authorization);

    ErrandClient withKey = client.withKey("errand_1_2");
    withKey.job(ID);
    assertEquals("Bearer errand_1_2", authorization);
    assertFalse(withKey.toString().contains("errand_1_2"));
  }

  @Test
  void readsWhatIsNotThereAsEmpty() {
    Job job = client.job(ID);

    assertEquals(Job.State.QUEUED, job.state());
    assertEquals(Instant.parse("2026-01-05T09:30:00.123456Z"), job.runAt());
    assertEquals(3, job.position().orElseThrow());
    assertEquals(Optional.empty(), job.deadline());
    assertTrue(job.timeoutSeconds().isEmpty());
    assertEquals(Optional.empty(), job.result());
    assertEquals(Optional.empty(), job.error());
    assertEquals(List.of(), job.attempts());
    assertFalse(job.state().isFinal());
  }

  @Test
  void aStateOfANewerServiceIsUnknown() {
    answer = QUEUED.replace("queued", "pondering").replace("{\"id\"", "{\"mood\":1,\"id\"");

    assertEquals(Job.State.UNKNOWN, client.job(ID).state());
  }

  @Test
  void nothingNewIsEmpty() {
    status = 304;
    answer = "";

    assertEquals(Optional.empty(), client.pollChanged(ID, "W/\"7\"", Duration.ofSeconds(5)));
    assertEquals("GET /v1/jobs/" + ID + " key=null prefer=wait=5 tag=W/\"7\"", asked);
  }

  @Test
  void listsWithFilters() {
    answer = "{\"data\":[%s],\"has_more\":true,\"next\":\"c\"}".formatted(QUEUED);

    JobPage page =
        client.list(
            JobQuery.all()
                .state(Job.State.QUEUED, Job.State.RUNNING)
                .metadata("a&b", "c d")
                .limit(2)
                .after("x"));

    assertEquals(
        "GET /v1/jobs?state=queued%2Crunning&metadata.a%26b=c+d&limit=2&after=x"
            + " key=null prefer=null tag=null",
        asked);
    assertEquals(Optional.of("c"), page.next());
    assertEquals(ID, page.data().getFirst().id());
  }

  @Test
  void anUploadHasAnAnswerForEachLine() {
    answer =
        """
        {"line":1,"id":"%s","state":"queued"}
        {"line":2,"problem":{"type":"urn:errand:problem:invalid-json","title":"t","status":400}}
        {"line":3,"id":"%s","replayed":true}
        {"summary":{"lines":3,"accepted":1,"replayed":1,"rejected":1,"complete":true}}
        """
            .formatted(ID, ID);

    List<LineAnswer> lines =
        client.upload(List.of(Submission.prompt("m", "1"), Submission.prompt("m", "2\n")), "k");

    assertEquals("POST /v1/jobs/bulk key=k prefer=null tag=null", asked);
    assertEquals(
        "{\"model\":\"m\",\"prompt\":\"1\"}\n{\"model\":\"m\",\"prompt\":\"2\\n\"}\n", sent);
    assertEquals(Optional.of(Job.State.QUEUED), lines.get(0).state());
    assertEquals(ProblemType.INVALID_JSON, lines.get(1).problem().orElseThrow().type());
    assertTrue(lines.get(2).replayed());
    assertEquals(3, lines.size());
  }

  @Test
  void anUploadsAnswerWithoutItsSummaryWasCutOff() {
    answer = "{\"line\":1,\"id\":\"%s\",\"state\":\"queued\"}\n".formatted(ID);

    NoAnswerException e =
        assertThrows(
            NoAnswerException.class, () -> client.upload(List.of(Submission.prompt("m", "1"))));

    assertTrue(e.getMessage().contains("ended without its summary"), e.getMessage());
  }

  @Test
  void createsAnOperationWithTheParametersOfAQuery() {
    answer =
        """
        {"id":"%s","action":"retry","priority":null,"filter":{"state":["failed,expired"]},
         "reason":"r","created_by":"open","created_at":"2026-01-05T09:30:00Z","state":"running",
         "jobs":3,"expected":3,"done":0,"ended_at":null}
        """
            .formatted(ID);
    JobQuery filter = JobQuery.all().state(Job.State.FAILED, Job.State.EXPIRED);

    Operation operation = client.operations().create(NewOperation.retry(filter), 3, "r", "k");

    assertEquals("POST /v1/operations key=k prefer=null tag=null", asked);
    assertEquals(
        "{\"action\":\"retry\",\"filter\":{\"state\":\"failed,expired\"},\"expected\":3,"
            + "\"reason\":\"r\"}",
        sent);
    assertEquals(Operation.State.RUNNING, operation.state());
    assertEquals(3, operation.jobs());

    client.operations().stop(ID);
    assertEquals("POST /v1/operations/" + ID + "/stop key=null prefer=null tag=null", asked);
  }

  @Test
  void previewsAnOperationWithoutDoingIt() {
    answer =
        """
        {"action":"reprioritise","filter":{"lane":["a"]},"jobs":2,"more":false,
         "by_state":{"queued":2}}
        """;

    Operation.Preview preview =
        client.operations().preview(NewOperation.reprioritise(JobQuery.all().lane("a"), -10));

    assertEquals(
        "{\"action\":\"reprioritise\",\"filter\":{\"lane\":\"a\"},\"priority\":-10,"
            + "\"dry_run\":true}",
        sent);
    assertEquals(2, preview.jobs());
    assertEquals(Map.of("queued", 2), preview.byState());
  }

  @Test
  void readsWhyAJobWaits() {
    answer =
        QUEUED.replace(
            "\"position\":3",
            "\"position\":3,\"waiting\":{\"reason\":\"turn\",\"until\":null,\"detail\":\"d\","
                + "\"position\":3,\"expected_start\":\"2026-01-05T09:30:00Z\"}");

    Job.Waiting waiting = client.job(ID).waiting().orElseThrow();

    assertEquals("turn", waiting.reason());
    assertEquals(Optional.empty(), waiting.until());
    assertEquals(Optional.of(Instant.parse("2026-01-05T09:30:00Z")), waiting.expectedStart());
  }

  @Test
  void aProblemIsAnExceptionThatSaysWhatToDo() {
    status = 503;
    headers = Map.of("Retry-After", "2");
    answer =
        """
        {"type":"urn:errand:problem:unavailable","title":"Temporarily unavailable","status":503,
         "detail":"the database cannot be reached","violations":[{"field":"f","message":"m"}]}
        """;

    ProblemException problem =
        assertThrows(ProblemException.class, () -> client.submit(Submission.prompt("m", "p")));

    assertEquals(ProblemType.UNAVAILABLE, problem.type());
    assertEquals(Optional.of(Duration.ofSeconds(2)), problem.retryAfter());
    assertEquals(List.of(new Problem.Violation("f", "m")), problem.problem().violations());
    assertEquals(
        "503 Temporarily unavailable: the database cannot be reached", problem.getMessage());
  }

  @Test
  void otherErrorResponsesAreReportedUnchanged() {
    status = 502;
    answer = "<html>Bad gateway</html>";

    ProblemException problem = assertThrows(ProblemException.class, () -> client.cancel(ID));

    assertEquals(ProblemType.UNKNOWN, problem.type());
    assertEquals(502, problem.status());
    assertEquals("<html>Bad gateway</html>", problem.problem().detail());
    assertEquals(Optional.empty(), problem.retryAfter());
  }

  @Test
  void noAnswerIsAnExceptionOfItsOwn() {
    server.stop(0);

    assertThrows(NoAnswerException.class, () -> client.delete(ID));
  }
}
