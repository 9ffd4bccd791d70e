package dev.errand.api.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.api.testing.Keys;
import dev.errand.api.testing.OpenAiService;
import dev.errand.database.Database;
import dev.errand.job.JobState;
import dev.errand.store.batch.BatchId;
import dev.errand.store.batch.LineId;
import dev.errand.store.batch.Part;
import dev.errand.store.files.FileId;
import dev.errand.testing.BatchRows;
import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Results of batches whose rows are written by the test. */
@QuarkusTest
@TestProfile(OpenAiService.class)
@QuarkusTestResource(EmbeddedDatabase.class)
class BatchResultsQuarkusTest {

  private static final String STATUS = "Errand-Batch-Status";
  private static final Duration SOON = Duration.ofSeconds(30);

  @Inject Database database;

  private BatchRows rows;
  private String tenant;
  private String key;
  private UUID batch;

  @BeforeEach
  void batch() {
    rows = new BatchRows(database);
    tenant = Keys.tenant();
    key = Keys.create(tenant, "submit", "read").key();
    batch = rows.batch(tenant);
  }

  @Test
  void linesAreReadInTheOrderOfTheirEndsEachOnce() {
    rows.succeeded(batch, 0, "{\"a\":\r\n1}");
    rows.failed(batch, 1, 429, "rate_limited");
    rows.line(batch, 2, JobState.RUNNING);
    rows.ended(batch, 1, 0);

    List<String> read = lines(waiting("?limit=1").join());
    assertEquals(List.of("line-1"), ids(read));
    read = lines(waiting("?limit=1&after=" + idOf(read.getLast())).join());
    assertEquals(List.of("line-0"), ids(read));
    assertTrue(read.getFirst().contains("\"body\":{\"a\":  1}}"), read.getFirst());
    String after = idOf(read.getLast());
    results("?after=" + after)
        .then()
        .statusCode(200)
        .contentType("application/x-ndjson")
        .header(STATUS, "in_progress")
        .header("Preference-Applied", nullValue())
        .body(equalTo(""));

    rows.line(batch, 3, JobState.EXPIRED);
    rows.ended(batch, 3);
    rows.end(batch, "expired");
    Response last = results("?after=" + after);
    assertEquals(List.of("line-3"), ids(lines(last)));
    assertEquals("expired", last.header(STATUS));
  }

  @Test
  void manyLargeLinesAreSentInOneResponse() {
    String large = "{\"a\":\"" + "x".repeat(400_000) + "\"}";
    for (int line = 0; line < 20; line++) {
      rows.succeeded(batch, line, large);
      rows.ended(batch, line);
    }
    rows.end(batch, "completed");

    assertEquals(20, lines(results("")).stream().filter(line -> line.contains(large)).count());
  }

  @Test
  void aWaitEndsWithTheNextLine() {
    CompletableFuture<Response> waiting = waiting("");
    rows.succeeded(batch, 0, "{}");
    assertFalse(waiting.isDone());
    rows.ended(batch, 0);

    Response response = waiting.join();
    assertEquals(List.of("line-0"), ids(lines(response)));
    assertEquals("wait=60", response.header("Preference-Applied"));
  }

  @Test
  void aWaitEndsWithTheBatch() {
    rows.succeeded(batch, 0, "{}");
    rows.ended(batch, 0);
    String after = idOf(lines(waiting("").join()).getLast());
    CompletableFuture<Response> waiting = waiting("?after=" + after);
    rows.end(batch, "completed");

    Response response = waiting.join();
    assertEquals("", response.asString());
    assertEquals("completed", response.header(STATUS));
    assertEquals("", waiting("?after=" + after).join().asString());
  }

  @Test
  void aWaitEndsWithItsTime() {
    caller()
        .header("Prefer", "wait=1")
        .get(path())
        .then()
        .statusCode(200)
        .header("Preference-Applied", "wait=1")
        .header(STATUS, "in_progress")
        .body(equalTo(""));
  }

  /** The errors were deleted: the page that has only them must not look like the end. */
  @Test
  void linesThatWereErasedAreLeftOut() {
    for (int line = 0; line < 4; line++) {
      rows.succeeded(batch, line, "{}");
      rows.ended(batch, line);
    }
    rows.end(batch, "completed");
    sql("delete from job_request where batch = '%s' and line in (0, 1)".formatted(batch));
    sql("delete from job where batch = '%s' and line in (0, 1)".formatted(batch));

    assertEquals(List.of("line-2"), ids(lines(results("?limit=1"))));
  }

  @ParameterizedTest
  @CsvSource({
    "?limit=0, limit",
    "?limit=10001, limit",
    "?limit=x, limit",
    "?before=x, before",
    "?after=, after",
    "?after=line-0, after",
    "?after=batch_req_00000000000000000000000000000000, after"
  })
  void whatIsWrongIsNamed(String query, String param) {
    results(query)
        .then()
        .statusCode(400)
        .contentType("application/json")
        .header("x-request-id", matchesPattern("req_[0-9a-f]{32}"))
        .body("error.param", equalTo(param))
        .body("error.code", equalTo("invalid_request"));
  }

  @Test
  void aLineThatHasNotEndedIsNoPlace() {
    UUID job = rows.line(batch, 0, JobState.RUNNING);

    results("?after=" + LineId.text(job))
        .then()
        .statusCode(400)
        .body("error.param", equalTo("after"));
  }

  @Test
  void othersBatchesDoNotExist() {
    String others = BatchId.text(rows.batch(Keys.tenant()));

    for (String id : List.of(others, "none", batch.toString())) {
      caller()
          .get("/v1/batches/" + id + "/results")
          .then()
          .statusCode(404)
          .body("error.code", equalTo("not_found"));
    }
  }

  @Test
  void aHeadSaysHowFarTheBatchIs() {
    caller().head(path()).then().statusCode(200).header(STATUS, "in_progress");
  }

  @Test
  void aViewIsReadWholeAndInParts() {
    rows.succeeded(batch, 1, "{}");
    rows.succeeded(batch, 0, "{\"a\":1}");
    rows.ended(batch, 1, 0);
    rows.end(batch, "completed");
    List<String> lines = lines(results(""));
    String all = lines.get(1) + "\n" + lines.get(0) + "\n";
    String file = FileId.text(rows.view(batch, Part.OUTPUT, all.length()));

    caller()
        .get("/v1/files/" + file)
        .then()
        .body("bytes", equalTo(all.length()))
        .body("purpose", equalTo("batch_output"));
    assertEquals(all, content(file).asString());
    caller()
        .header("Range", "bytes=300-")
        .get("/v1/files/" + file + "/content")
        .then()
        .statusCode(206)
        .body(equalTo(all.substring(300)));
  }

  @Test
  void aDeletedViewTakesItsJobsWithIt() {
    rows.succeeded(batch, 0, "{}");
    rows.line(batch, 1, JobState.CANCELLED);
    rows.ended(batch, 0, 1);
    rows.end(batch, "cancelled");
    String output = FileId.text(rows.view(batch, Part.OUTPUT, 1));
    String errors = FileId.text(rows.view(batch, Part.ERROR, 1));

    caller().delete("/v1/files/" + output).then().statusCode(200).body("deleted", equalTo(true));
    content(output).then().statusCode(404);
    await().atMost(SOON).untilAsserted(() -> assertEquals(1, count("job")));
    assertEquals(List.of("line-1"), ids(lines(results(""))));

    caller().delete("/v1/files/" + errors).then().statusCode(200);
    await().atMost(SOON).untilAsserted(() -> assertEquals(0, count("batch_ending")));
    assertEquals(0, count("job"));
    await().atMost(SOON).untilAsserted(() -> assertEquals(0, count("file")));
  }

  @Test
  void theInputOfABatchThatHasNotEndedCannotBeDeleted() {
    UUID file = rows.view(batch, Part.OUTPUT, 0);
    UUID reader = rows.batch(tenant, file, UUID.randomUUID());
    String path = "/v1/files/" + FileId.text(file);

    caller()
        .delete(path)
        .then()
        .statusCode(400)
        .header("x-should-retry", "false")
        .body("error.code", equalTo("file_in_use"));
    rows.end(reader, "completed");
    caller().delete(path).then().statusCode(200);
  }

  private CompletableFuture<Response> waiting(String query) {
    return CompletableFuture.supplyAsync(
        () -> caller().header("Prefer", "wait=60").get(path() + query),
        task -> Thread.ofVirtual().start(task));
  }

  private Response results(String query) {
    return caller().get(path() + query);
  }

  private String path() {
    return "/v1/batches/" + BatchId.text(batch) + "/results";
  }

  private Response content(String file) {
    return caller().get("/v1/files/" + file + "/content");
  }

  private RequestSpecification caller() {
    return Keys.with(key);
  }

  private static List<String> lines(Response response) {
    return new String(response.asByteArray(), UTF_8).lines().toList();
  }

  private static List<String> ids(List<String> lines) {
    List<String> ids = new ArrayList<>();
    lines.forEach(line -> ids.add(JsonPath.from(line).getString("custom_id")));
    return ids;
  }

  private static String idOf(String line) {
    return JsonPath.from(line).getString("id");
  }

  private int count(String table) {
    String column =
        table.equals("file") ? "tenant = '%s'".formatted(tenant) : "batch = '%s'".formatted(batch);
    return database.statement(
        connection -> {
          try (var statement = connection.createStatement()) {
            ResultSet row =
                statement.executeQuery("select count(*) from %s where %s".formatted(table, column));
            row.next();
            return row.getInt(1);
          }
        });
  }

  private void sql(String statement) {
    database.statement(
        connection -> {
          try (var sql = connection.createStatement()) {
            return sql.execute(statement);
          }
        });
  }
}
