package dev.errand.api.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.errand.api.testing.Keys;
import dev.errand.api.testing.OpenAiService;
import dev.errand.api.testing.StoredJobs;
import dev.errand.database.Database;
import dev.errand.store.ClaimedJob;
import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Batches from their creation to their erasure; the test is the worker. */
@QuarkusTest
@TestProfile(OpenAiService.class)
@QuarkusTestResource(EmbeddedDatabase.class)
class BatchesQuarkusTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String BATCHES = "/v1/batches";
  private static final String CHAT = "/v1/chat/completions";

  @Inject StoredJobs jobs;
  @Inject Database database;

  private String tenant;
  private String key;

  @BeforeEach
  void key() {
    tenant = Keys.tenant();
    key = Keys.create(tenant, "submit", "read").key();
  }

  @Test
  void everyLineIsInOneOfTheTwoFiles() throws IOException {
    ValidatableResponse created = create(lines(3), Map.of("metadata", Map.of("run", "7")));
    created
        .statusCode(200)
        .body("id", matchesPattern("batch_[0-9a-f]{32}"))
        .body("object", equalTo("batch"))
        .body("status", equalTo("validating"))
        .body("request_counts.total", equalTo(0))
        .body("errors", nullValue())
        .body("output_file_id", nullValue())
        .body("metadata.run", equalTo("7"))
        .body("priority", equalTo(-10));
    String id = created.extract().path("id");
    int at = created.extract().path("created_at");
    assertEquals(at + 86_400, (int) created.extract().path("expires_at"));
    List<ClaimedJob> claimed = claimed(3);

    get(id).body("status", equalTo("in_progress")).body("request_counts.total", equalTo(3));
    jobs.succeed(claimed.get(2), "{\"usage\": {\"prompt_tokens\": 5,\n\"completion_tokens\": 2}}");
    jobs.fail(claimed.get(1));
    get(id).body("request_counts.completed", equalTo(1)).body("request_counts.failed", equalTo(1));
    jobs.succeed(claimed.get(0), "{\"usage\": {\"prompt_tokens\": 1}, \"score\": 1.50}");

    ValidatableResponse ended =
        awaited(id, "completed")
            .body("request_counts.completed", equalTo(2))
            .body("request_counts.failed", equalTo(1))
            .body("usage.input_tokens", equalTo(6))
            .body("usage.output_tokens", equalTo(2))
            .body("model", equalTo("chat-1"));
    List<JsonNode> output = content(ended.extract().path("output_file_id"));
    List<JsonNode> errors = content(ended.extract().path("error_file_id"));
    assertEquals(List.of("c1", "c3"), customIds(output));
    assertEquals(List.of("c2"), customIds(errors));
    assertEquals(200, output.getFirst().at("/response/status_code").intValue());
    assertEquals(
        "1.50", text(ended.extract().path("output_file_id")).split("score\": ")[1].substring(0, 4));
    assertEquals(404, errors.getFirst().at("/response/status_code").intValue());
    assertEquals("no such model", errors.getFirst().at("/response/body/error/message").textValue());
    assertTrue(errors.getFirst().get("error").isNull());
  }

  @Test
  void anInvalidBatchRunsNothingAndSaysWhatIsWrong() {
    String input =
        lines(2).replace("\"c2\"", "\"c1\"")
            + "{\"custom_id\": \"x\"}\n"
            + line("s").replace("\"messages\"", "\"stream\": true, \"messages\"");

    String id = create(input, Map.of()).statusCode(200).extract().path("id");

    awaited(id, "failed")
        .body("request_counts.total", equalTo(0))
        .body("errors.object", equalTo("list"))
        .body("errors.data.line", contains(2, 3, 4))
        .body("errors.data[0].code", equalTo("duplicate_custom_id"))
        .body("errors.data[2].param", containsString("stream"));
    assertEquals(0, count("select count(*) from job where tenant = '%s'".formatted(tenant)));
  }

  @Test
  void aCancelledBatchKeepsWhatHasEndedAndAccountsForTheRest() throws IOException {
    String id = create(lines(4), Map.of()).extract().path("id");
    List<ClaimedJob> claimed = claimed(2);
    jobs.succeed(claimed.getFirst(), StoredJobs.ANSWER);

    with().post(BATCHES + "/" + id + "/cancel").then().statusCode(200);

    ValidatableResponse ended =
        awaited(id, "cancelled")
            .body("request_counts.completed", equalTo(1))
            .body("request_counts.failed", equalTo(3));
    List<JsonNode> errors = content(ended.extract().path("error_file_id"));
    assertEquals(List.of("c2", "c3", "c4"), customIds(errors));
    assertEquals("batch_cancelled", errors.getFirst().at("/error/code").textValue());
    with().post(BATCHES + "/" + id + "/cancel").then().statusCode(200);
  }

  @Test
  void anExpiredBatchAccountsForAllLines() throws IOException {
    String id = create(lines(2), Map.of("completion_window", "60s")).extract().path("id");
    claimed(1);

    execute("update batch set expires_at = now() where tenant = '%s'".formatted(tenant));

    ValidatableResponse ended = awaited(id, "expired").body("request_counts.failed", equalTo(2));
    List<JsonNode> errors = content(ended.extract().path("error_file_id"));
    assertEquals(
        List.of("batch_expired", "batch_expired"),
        errors.stream().map(line -> line.at("/error/code").textValue()).toList());
    with()
        .post(BATCHES + "/" + id + "/cancel")
        .then()
        .statusCode(400)
        .body("error.code", equalTo("batch_not_cancellable"));
  }

  @Test
  void deletingAFileErasesItsJobs() {
    String id = create(lines(2), Map.of()).extract().path("id");
    List<ClaimedJob> claimed = claimed(2);
    jobs.succeed(claimed.get(0), StoredJobs.ANSWER);
    jobs.fail(claimed.get(1));
    String output = awaited(id, "completed").extract().path("output_file_id");

    with().delete("/v1/files/" + output).then().statusCode(200);

    with().get("/v1/files/" + output + "/content").then().statusCode(404);
    await()
        .atMost(SOON)
        .until(() -> count("select count(*) from job where tenant = '%s'".formatted(tenant)) == 1);
    with().delete("/v1/files/" + get(id).extract().path("error_file_id")).then().statusCode(200);
    await()
        .atMost(SOON)
        .until(() -> count("select count(*) from job where tenant = '%s'".formatted(tenant)) == 0);
    get(id).body("request_counts.completed", equalTo(1)).body("request_counts.failed", equalTo(1));
  }

  @Test
  void anOldBatchIsErasedWithAllThatIsItsOwn() {
    String id = create(lines(2), Map.of()).extract().path("id");
    claimed(2).forEach(job -> jobs.succeed(job, StoredJobs.ANSWER));
    awaited(id, "completed");

    execute(
        "update batch set ended_at = ended_at - interval '31 d' where tenant = '%s'"
            .formatted(tenant));

    await().atMost(SOON).until(() -> with().get(BATCHES + "/" + id).statusCode() == 404);
    assertEquals(0, count("select count(*) from job where tenant = '%s'".formatted(tenant)));
  }

  @Test
  void theInputOfARunningBatchCannotBeDeleted() {
    ValidatableResponse created = create(lines(1), Map.of());
    String input = created.extract().path("input_file_id");

    with()
        .delete("/v1/files/" + input)
        .then()
        .statusCode(400)
        .body("error.code", equalTo("file_in_use"));
    claimed(1).forEach(job -> jobs.succeed(job, StoredJobs.ANSWER));
    awaited(created.extract().path("id"), "completed");
    with().delete("/v1/files/" + input).then().statusCode(200);
  }

  @Test
  void batchesAreListedNewestFirstAndOnlyToTheirTenant() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ids.addFirst(create("x", Map.of()).extract().path("id"));
    }
    Response first = with().get(BATCHES + "?limit=2");
    first.then().body("data.id", equalTo(ids.subList(0, 2))).body("has_more", equalTo(true));
    with()
        .get(BATCHES + "?limit=2&after=" + first.path("last_id"))
        .then()
        .body("data.id", equalTo(ids.subList(2, 3)))
        .body("has_more", equalTo(false));

    key = Keys.create(Keys.tenant(), "submit", "read").key();
    with().get(BATCHES).then().body("data.size()", equalTo(0));
    with().get(BATCHES + "/" + ids.getFirst()).then().statusCode(404);
    with().post(BATCHES + "/" + ids.getFirst() + "/cancel").then().statusCode(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "endpoint|\"/v1/images/generations\"|endpoint",
        "completion_window|\"59s\"|completion_window",
        "completion_window|\"31d\"|completion_window",
        "completion_window|24|completion_window",
        "input_file_id|\"file-0\"|input_file_id",
        "input_file_id|\"file-019a3c5e7d107a529d3e0f6a4c1b2d3e\"|input_file_id",
        "input_file_id|null|input_file_id",
        "metadata|{\"a\": 1}|metadata",
        "metadata|[]|metadata",
        "output_expires_after|{\"anchor\": \"created_at\", \"seconds\": 1}|output_expires_after",
        "output_expires_after|{\"seconds\": 3600}|output_expires_after",
        "priority|101|priority",
        "made_up|1|made_up",
      })
  void whatIsWrongIsNamed(String field, String value, String param) throws IOException {
    Map<String, Object> body = body("file-019a3c5e7d107a529d3e0f6a4c1b2d3e", Map.of());
    if (!field.equals("input_file_id")) {
      body.put("input_file_id", upload(lines(1), "batch"));
    }
    body.put(field, JSON.readTree(value));

    with()
        .contentType("application/json")
        .body(JSON.writeValueAsString(body))
        .post(BATCHES)
        .then()
        .statusCode(400)
        .body("error.param", equalTo(param))
        .body("error.type", equalTo("invalid_request_error"));
  }

  @Test
  void aRequestWithAKeyCreatesOneBatch() {
    Map<String, Object> body = body(upload("x", "batch"), Map.of());
    String id = named("k-1", body).then().statusCode(200).extract().path("id");

    named("k-1", body).then().statusCode(200).body("id", equalTo(id));
    body.put("completion_window", "1h");
    named("k-1", body).then().statusCode(422).body("error.code", equalTo("key_reused"));
    named("k 1", body).then().statusCode(400).body("error.param", equalTo("Idempotency-Key"));
    with().get(BATCHES).then().body("data.id", contains(id));
  }

  private Response named(String name, Map<String, Object> body) {
    return with()
        .header("Idempotency-Key", name)
        .contentType("application/json")
        .body(body)
        .post(BATCHES);
  }

  @Test
  void aFileOfAnotherPurposeIsNoInput() {
    with()
        .contentType("application/json")
        .body(body(upload(lines(1), "user_data"), Map.of()))
        .post(BATCHES)
        .then()
        .statusCode(400)
        .body("error.param", equalTo("input_file_id"));
  }

  private ValidatableResponse create(String input, Map<String, Object> more) {
    return with()
        .contentType("application/json")
        .body(body(upload(input, "batch"), more))
        .post(BATCHES)
        .then();
  }

  private static Map<String, Object> body(String file, Map<String, Object> more) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("input_file_id", file);
    body.put("endpoint", CHAT);
    body.put("completion_window", "24h");
    body.putAll(more);
    return body;
  }

  private String upload(String input, String purpose) {
    return with()
        .multiPart("purpose", purpose)
        .multiPart("file", "in.jsonl", input.getBytes(UTF_8))
        .post("/v1/files")
        .then()
        .statusCode(200)
        .extract()
        .path("id");
  }

  private static String lines(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(number -> line("c" + number))
        .collect(Collectors.joining());
  }

  private static String line(String customId) {
    return """
        {"custom_id": "%s", "method": "POST", "url": "%s", "body": {"model": "chat-1", "messages": []}}
        """
        .formatted(customId, CHAT);
  }

  /** The jobs of the tenant, in the order of their lines. */
  private List<ClaimedJob> claimed(int count) {
    List<ClaimedJob> claimed = new ArrayList<>();
    await()
        .atMost(SOON)
        .until(
            () -> {
              claimed.addAll(
                  jobs.leases.claim(
                      StoredJobs.WORKER,
                      StoredJobs.LEASE,
                      Map.of(OpenAiService.LANE, count - claimed.size()),
                      Long.MAX_VALUE));
              return claimed.size() == count;
            });
    return claimed;
  }

  private ValidatableResponse awaited(String batch, String status) {
    await().atMost(SOON).untilAsserted(() -> get(batch).body("status", equalTo(status)));
    return get(batch);
  }

  private ValidatableResponse get(String batch) {
    return with().get(BATCHES + "/" + batch).then().statusCode(200);
  }

  private List<JsonNode> content(String file) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : text(file).split("\n")) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }

  private String text(String file) {
    int bytes = with().get("/v1/files/" + file).then().statusCode(200).extract().path("bytes");
    byte[] content =
        with().get("/v1/files/" + file + "/content").then().statusCode(200).extract().asByteArray();
    assertEquals(bytes, content.length);
    return new String(content, UTF_8);
  }

  private static List<String> customIds(List<JsonNode> lines) {
    return lines.stream().map(line -> line.get("custom_id").textValue()).toList();
  }

  private int count(String sql) {
    return database.statement(
        connection -> {
          try (var statement = connection.createStatement();
              var row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
          }
        });
  }

  private void execute(String sql) {
    database.statement(
        connection -> {
          try (var statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
          }
        });
  }

  private RequestSpecification with() {
    return RestAssured.given().header("Authorization", "Bearer " + key);
  }
}
