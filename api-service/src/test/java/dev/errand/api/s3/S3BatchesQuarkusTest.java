package dev.errand.api.s3;

import static dev.errand.api.testing.Keys.send;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.api.testing.Keys;
import dev.errand.api.testing.OpenAiService;
import dev.errand.api.testing.StoredJobs;
import dev.errand.database.Database;
import dev.errand.rig.S3Server;
import dev.errand.store.ClaimedJob;
import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Batches whose input is in S3, from its upload to its erasure; the test is the worker. */
@QuarkusTest
@TestProfile(OpenAiService.class)
@QuarkusTestResource(EmbeddedDatabase.class)
@QuarkusTestResource(value = S3Resource.class, restrictToAnnotatedClass = true)
class S3BatchesQuarkusTest {

  private static final String FILES = "/v1/files/";
  private static final String BATCHES = "/v1/batches/";
  private static final Duration SOON = Duration.ofSeconds(60);

  private static final String LINE =
      """
      {"custom_id": "c%d", "method": "POST", "url": "/v1/chat/completions", "body": {"model": "chat-1", "messages": []}}
      """;

  @Inject Database database;
  @Inject StoredJobs jobs;

  S3Server server;
  private String tenant;
  private String key;

  @BeforeEach
  void key() {
    tenant = Keys.tenant();
    key = Keys.create(tenant, "submit", "read").key();
  }

  @Test
  void anInputIsPlannedAndAnsweredAndErasedWithItsObject() {
    String input = upload(3);
    String batch = create(input);
    List<ClaimedJob> claimed = claimed(3);
    assertEquals("s3", query("select store from file where tenant = '%s'"));
    assertEquals(1, server.objects().size());
    jobs.succeed(claimed.get(0), StoredJobs.ANSWER);
    jobs.fail(claimed.get(1));
    jobs.succeed(claimed.get(2), StoredJobs.ANSWER);

    ValidatableResponse ended = awaited(batch, "completed");
    assertCustomIds("c1 c3", content(ended.extract().path("output_file_id")));
    assertCustomIds("c2", content(ended.extract().path("error_file_id")));

    execute("update file set expires_at = now() where tenant = '%s' and batch is null");
    await().atMost(SOON).until(() -> server.objects().isEmpty());
    Keys.with(key).get(FILES + input).then().statusCode(404);
    assertCustomIds("c1 c3", content(ended.extract().path("output_file_id")));

    execute("update batch set ended_at = ended_at - interval '31 d' where tenant = '%s'");
    await().atMost(SOON).until(() -> Keys.with(key).get(BATCHES + batch).statusCode() == 404);
    await().atMost(SOON).until(() -> count("file") == 0);
    assertEquals(0, count("job"));
  }

  @Test
  void anExpiredBatchAccountsForAllLinesAndItsInputCanBeDeleted() {
    String input = upload(2);
    String batch = create(input);
    claimed(1);

    execute("update batch set expires_at = now() where tenant = '%s'");

    ValidatableResponse ended = awaited(batch, "expired").body("request_counts.failed", equalTo(2));
    assertCustomIds("c1 c2", content(ended.extract().path("error_file_id")));
    Keys.with(key).delete(FILES + input).then().statusCode(200);
    await().atMost(SOON).until(() -> server.objects().isEmpty());
  }

  @Test
  void aBatchWaitsForAServerThatIsAwayAndItsOwnFilesAreInPostgres() {
    String input = upload(1);
    server.kill();
    String batch;
    try {
      batch = create(input);
      await().atMost(SOON).during(Duration.ofSeconds(3)).until(() -> is(batch, "validating"));
    } finally {
      server.start();
    }
    awaited(batch, "in_progress");
    Keys.with(key).post(BATCHES + batch + "/cancel").then().statusCode(200);
    String errors = awaited(batch, "cancelled").extract().path("error_file_id");

    Keys.with(key).delete(FILES + input).then().statusCode(200);
    await().atMost(SOON).until(() -> count("file") == 1);
    assertEquals(List.of(), server.objects());
    assertEquals("postgres", query("select store from file where tenant = '%s'"));
    assertCustomIds("c1", content(errors));
    Keys.with(key).delete(FILES + errors).then().statusCode(200);
    await().atMost(SOON).until(() -> count("file") == 0);
  }

  /** Its tenant has room for one line; the object is lost before the others are planned. */
  @Test
  void aBatchWaitsForAnInputThatIsLostAndEndsWithoutItOnceItIsCancelled() {
    send(Keys.admin(), Map.of("jobs_queued", 1)).patch("/v1/tenants/" + tenant);
    String input = upload(3);
    String batch = create(input);
    await().atMost(SOON).until(() -> count("job") == 1);
    server.lose(server.objects().getFirst());
    await().atMost(SOON).during(Duration.ofSeconds(3)).until(() -> is(batch, "in_progress"));

    Keys.with(key).post(BATCHES + batch + "/cancel").then().statusCode(200);

    ValidatableResponse ended =
        awaited(batch, "cancelled")
            .body("request_counts.total", equalTo(1))
            .body("request_counts.failed", equalTo(1))
            .body("errors.data.code", contains("input_lost"))
            .body(
                "errors.data[0].message",
                equalTo(
                    "The input file has been lost. Its last 2 lines did not run, and are in no"
                        + " file."))
            .body("output_file_id", nullValue());
    assertCustomIds("c1", content(ended.extract().path("error_file_id")));
    Keys.with(key).delete(FILES + input).then().statusCode(200);
    await().atMost(SOON).until(() -> count("file") == 1);
  }

  private String upload(int lines) {
    String input = IntStream.rangeClosed(1, lines).mapToObj(LINE::formatted).collect(joining());
    return Keys.with(key)
        .multiPart("file", "a.jsonl", input.getBytes(UTF_8))
        .multiPart("purpose", "batch")
        .post("/v1/files")
        .then()
        .statusCode(200)
        .extract()
        .path("id");
  }

  private String create(String input) {
    Map<String, Object> batch =
        Map.of(
            "input_file_id", input, "endpoint", "/v1/chat/completions", "completion_window", "24h");
    return send(Keys.with(key), batch)
        .post("/v1/batches")
        .then()
        .statusCode(200)
        .extract()
        .path("id");
  }

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
    await().atMost(SOON).until(() -> is(batch, status));
    return Keys.with(key).get(BATCHES + batch).then();
  }

  private boolean is(String batch, String status) {
    return status.equals(Keys.with(key).get(BATCHES + batch).path("status"));
  }

  private String content(String file) {
    return Keys.with(key)
        .get(FILES + file + "/content")
        .then()
        .statusCode(200)
        .extract()
        .asString();
  }

  private static void assertCustomIds(String ids, String content) {
    String found =
        content
            .lines()
            .map(line -> line.split("\"custom_id\":\"")[1].split("\"")[0])
            .collect(joining(" "));
    assertEquals(ids, found);
  }

  private int count(String table) {
    return Integer.parseInt(query("select count(*) from " + table + " where tenant = '%s'"));
  }

  private String query(String sql) {
    return database.read(
        connection -> {
          try (ResultSet row = connection.createStatement().executeQuery(sql.formatted(tenant))) {
            assertTrue(row.next(), sql);
            return row.getString(1);
          }
        });
  }

  private void execute(String sql) {
    database.statement(
        connection -> connection.createStatement().executeUpdate(sql.formatted(tenant)));
  }
}
