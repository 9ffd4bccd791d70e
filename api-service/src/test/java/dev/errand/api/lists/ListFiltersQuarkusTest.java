package dev.errand.api.lists;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.api.testing.StoredJobs;
import dev.errand.job.JobId;
import dev.errand.job.JobState;
import dev.errand.store.ClaimedJob;
import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Lists by time, error and end, and with what they include. */
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class ListFiltersQuarkusTest {

  @Inject StoredJobs jobs;

  private final String lane = StoredJobs.freshLane();

  @Test
  void jobsThatEndedWithoutAnAnswerSayWhy() {
    UUID failed = jobs.in(JobState.FAILED);
    UUID cancelled = jobs.in(JobState.CANCELLED);
    UUID expired = jobs.in(JobState.EXPIRED);

    JsonPath page = list("state", "failed,cancelled,expired", "limit", 100);

    assertEquals("provider_error", errorOf(page, failed, "type"));
    assertEquals("no such model", errorOf(page, failed, "message"));
    assertEquals("cancelled", errorOf(page, cancelled, "type"));
    assertEquals("expired", errorOf(page, expired, "type"));
  }

  @Test
  void jobsAreFoundByTheTypeOfTheirError() {
    jobs.queued(lane);
    jobs.queued(lane);
    ClaimedJob failed = jobs.claim(lane);
    jobs.fail(failed);

    assertEquals(
        List.of(failed.lease().job().toString()),
        ids(list("lane", lane, "error_type", "provider_error")));
    assertEquals(List.of(), ids(list("lane", lane, "error_type", "timeout")));
  }

  @Test
  void listsByEndHaveWhatEndedLastFirst() {
    for (int i = 0; i < 3; i++) {
      jobs.queued(lane);
    }
    List<String> ended = new ArrayList<>();
    List<ClaimedJob> claimed = List.of(jobs.claim(lane), jobs.claim(lane), jobs.claim(lane));
    for (ClaimedJob job : claimed.reversed()) {
      jobs.succeed(job, StoredJobs.ANSWER);
      ended.add(job.lease().job().toString());
    }
    jobs.queued(lane);

    JsonPath first = list("lane", lane, "sort", "ended_at", "limit", 2);
    JsonPath second =
        list("lane", lane, "sort", "ended_at", "limit", 2, "after", first.getString("next"));

    assertEquals(ended.reversed().subList(0, 2), ids(first));
    assertEquals(ended.subList(0, 1), ids(second));
    assertFalse(second.getBoolean("has_more"));
  }

  @Test
  void jobsAreFoundByTheTimeOfTheirEnd() {
    Instant before = Instant.now().minusSeconds(60);
    jobs.queued(lane);
    ClaimedJob job = jobs.claim(lane);
    jobs.succeed(job, StoredJobs.ANSWER);
    Instant after = Instant.now().plusSeconds(60);
    List<String> found = List.of(job.lease().job().toString());

    assertEquals(found, ids(list("lane", lane, "ended_after", before, "ended_before", after)));
    assertEquals(List.of(), ids(list("lane", lane, "ended_before", before)));
    assertEquals(List.of(), ids(list("lane", lane, "ended_after", after)));
  }

  @Test
  void jobsAreFoundByTheTimeOfTheirCreation() {
    UUID id = jobs.queued(lane);
    Instant created = Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);

    assertEquals(JobId.first(created).toString().substring(0, 13), id.toString().substring(0, 13));
    assertEquals(List.of(id.toString()), ids(list("lane", lane, "created_after", created)));
    assertEquals(List.of(), ids(list("lane", lane, "created_after", created.plusMillis(1))));
    assertEquals(List.of(), ids(list("lane", lane, "created_before", created)));
    assertEquals(
        List.of(id.toString()), ids(list("lane", lane, "created_before", created.plusMillis(1))));
  }

  @Test
  void answersAreIncludedOnRequest() {
    jobs.queued(lane);
    jobs.succeed(jobs.claim(lane), StoredJobs.ANSWER);

    given()
        .get("/v1/jobs?include=output_text,usage,error&lane=" + lane)
        .then()
        .body("data[0].output_text", is("Paris"))
        .body("data[0].usage.output_tokens", is(34))
        .body("data[0].result", nullValue())
        .body("data[0].request", nullValue());
    given()
        .get("/v1/jobs?include=result&lane=" + lane)
        .then()
        .body("data[0].result.choices[0].message.content", is("Paris"))
        .body("data[0].output_text", nullValue());
  }

  @Test
  void requestsAreIncludedOnRequestAndRecorded() {
    UUID id = jobs.queued(lane);

    given()
        .get("/v1/jobs?include=request&lane=" + lane)
        .then()
        .body("data[0].request.model", is("m"));
    given()
        .get("/v1/audit?limit=100")
        .then()
        .body("data.findAll { it.what == 'job.request.read' }.which", hasItem(id.toString()));
  }

  @Test
  void aPageHasFewerJobsIfTheirAnswersAreLarge() {
    String answer = StoredJobs.ANSWER.replace("Paris", "P".repeat(700 * 1024));
    for (int i = 0; i < 3; i++) {
      jobs.queued(lane);
      jobs.succeed(jobs.claim(lane), answer);
    }

    JsonPath first = list("lane", lane, "include", "output_text");
    JsonPath second =
        list("lane", lane, "include", "output_text", "after", first.getString("next"));

    assertEquals(2, ids(first).size());
    assertTrue(first.getBoolean("has_more"));
    assertEquals(1, ids(second).size());
    assertFalse(second.getBoolean("has_more"));
  }

  @Test
  void countsAreByState() {
    jobs.accept(lane, 3);
    jobs.fail(jobs.claim(lane));
    jobs.claim(lane);

    given()
        .get("/v1/jobs/counts?lane=" + lane)
        .then()
        .statusCode(200)
        .body(
            "data.state",
            is(
                List.of(
                    "scheduled",
                    "queued",
                    "running",
                    "succeeded",
                    "failed",
                    "cancelled",
                    "expired")))
        .body("data.count", is(List.of(0, 1, 1, 0, 1, 0, 0)))
        .body("data.more", is(List.of(false, false, false, false, false, false, false)));
    given()
        .get("/v1/jobs/counts?state=failed&error_type=timeout&lane=" + lane)
        .then()
        .body("data", is(List.of(Map.of("state", "failed", "count", 0, "more", false))));
  }

  @Test
  void aCountHasNoPages() {
    given()
        .get("/v1/jobs/counts?limit=1")
        .then()
        .statusCode(400)
        .body("violations[0].message", containsString("unknown parameter"));
  }

  private static String errorOf(JsonPath page, UUID id, String field) {
    return page.getString("data.find { it.id == '%s' }.error.%s".formatted(id, field));
  }

  private static List<String> ids(JsonPath page) {
    return page.getList("data.id");
  }

  private static JsonPath list(Object... query) {
    var request = given();
    for (int i = 0; i < query.length; i += 2) {
      request.queryParam((String) query[i], query[i + 1].toString());
    }
    return request.get("/v1/jobs").then().statusCode(200).extract().jsonPath();
  }
}
