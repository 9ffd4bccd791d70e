package dev.errand.api.lists;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.api.testing.StoredJobs;
import dev.errand.job.JobState;
import dev.errand.store.ClaimedJob;
import dev.errand.tenant.Caller;
import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class ListJobsQuarkusTest {

  @Inject StoredJobs jobs;

  private final String lane = StoredJobs.freshLane();

  @Test
  void jobsAreListedNewestFirstWithoutResults() {
    List<String> ids = accept(3);
    jobs.succeed(jobs.claim(lane), StoredJobs.ANSWER);
    JsonPath page = list("lane", lane);
    assertEquals(ids.reversed(), page.getList("data.id"));
    assertEquals(false, page.getBoolean("has_more"));
    assertNull(page.getString("next"));
    page.getList("data", Map.class)
        .forEach(
            job -> {
              assertEquals("queued".equals(job.get("state")), job.remove("waiting") != null);
              assertEquals(
                  Set.of(
                      "id",
                      "state",
                      "endpoint",
                      "model",
                      "metadata",
                      "lane",
                      "priority",
                      "run_at",
                      "deadline",
                      "on_lost",
                      "max_attempts",
                      "timeout_seconds",
                      "created_at",
                      "started_at",
                      "ended_at",
                      "life",
                      "attempts_spent"),
                  job.keySet());
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"stop", "length", "content_filter", "max_output_tokens", "SAFETY"})
  void whyAnAnswerEndedIsShownInListsAndOnTheJob(String reason) {
    jobs.queued(lane);
    ClaimedJob job = jobs.claim(lane);
    jobs.succeedBecause(job, reason);
    assertEquals(List.of(reason), list("lane", lane).getList("data.finish_reason"));
    given().get("/v1/jobs/{id}", job.lease().job()).then().body("finish_reason", is(reason));
  }

  @Test
  void pagesFollowEachOther() {
    List<String> ids = accept(7);
    JsonPath first = list("lane", lane, "limit", 3);
    assertTrue(first.getBoolean("has_more"));
    JsonPath second = list("lane", lane, "limit", 3, "after", first.getString("next"));
    JsonPath third = list("lane", lane, "limit", 3, "after", second.getString("next"));
    List<String> listed = new ArrayList<>();
    List.of(first, second, third).forEach(page -> listed.addAll(page.getList("data.id")));
    assertEquals(ids.reversed(), listed);
    assertFalse(third.getBoolean("has_more"));
  }

  @Test
  void aFullLastPageHasNoNext() {
    accept(2);
    given()
        .queryParams("lane", lane, "limit", 2)
        .get("/v1/jobs")
        .then()
        .body("data.size()", is(2))
        .body("has_more", is(false))
        .body("next", nullValue());
  }

  @Test
  void pagesStayTheSameWhileJobsAreAdded() throws InterruptedException {
    List<String> before = accept(100);
    AtomicBoolean listing = new AtomicBoolean(true);
    Thread submitter =
        Thread.ofVirtual()
            .start(
                () -> {
                  while (listing.get()) {
                    jobs.queued(lane);
                  }
                });
    List<String> listed = new ArrayList<>();
    JsonPath page = list("lane", lane, "limit", 7);
    listed.addAll(page.getList("data.id"));
    while (page.getBoolean("has_more")) {
      page = list("lane", lane, "limit", 7, "after", page.getString("next"));
      listed.addAll(page.getList("data.id"));
    }
    listing.set(false);
    submitter.join();
    assertEquals(new TreeSet<>(listed).reversed().stream().toList(), listed);
    assertEquals(before.reversed(), listed.subList(listed.size() - 100, listed.size()));
  }

  @Test
  void aPageContinuesAfterADeletedJob() {
    List<String> ids = accept(3);
    JsonPath first = list("lane", lane, "limit", 1);
    UUID last = UUID.fromString(ids.getLast());
    jobs.jobs.cancel(Caller.open(), last);
    jobs.jobs.delete(Caller.open(), "10.1.2.3", last);
    JsonPath second = list("lane", lane, "after", first.getString("next"));
    assertEquals(ids.subList(0, 2).reversed(), second.getList("data.id"));
  }

  @Test
  void jobsAreFoundByState() {
    UUID failed = jobs.in(JobState.FAILED);
    UUID expired = jobs.in(JobState.EXPIRED);
    UUID running = jobs.in(JobState.RUNNING);
    for (String query : List.of("state=failed,expired", "state=failed&state=expired")) {
      JsonPath page = given().get("/v1/jobs?limit=100&" + query).jsonPath();
      assertTrue(page.getList("data.id").containsAll(List.of("" + failed, "" + expired)));
      assertEquals(Set.of("failed", "expired"), Set.copyOf(page.getList("data.state")));
    }
    assertTrue(list("state", "running").getList("data.id").contains(running.toString()));
  }

  @Test
  void jobsAreFoundByModel() {
    String model = "model-" + UUID.randomUUID();
    UUID id =
        jobs.accept(
            jobs.job(lane, StoredJobs.plan(0, null, null), StoredJobs.request(model, null)));
    accept(2);
    assertEquals(List.of(id.toString()), list("model", model).getList("data.id"));
    assertEquals(List.of(), list("model", "model-%").getList("data.id"));
  }

  @Test
  void jobsAreFoundByMetadata() {
    UUID both = withMetadata("{\"customer\": \"acme\", \"we\\\"ird.key\": \"é, '\"}");
    UUID one = withMetadata("{\"customer\": \"acme\"}");
    accept(1);
    assertEquals(
        List.of(one.toString(), both.toString()),
        list("lane", lane, "metadata.customer", "acme").getList("data.id"));
    assertEquals(
        List.of(both.toString()),
        list("lane", lane, "metadata.customer", "acme", "metadata.we\"ird.key", "é, '")
            .getList("data.id"));
    assertEquals(List.of(), list("lane", lane, "metadata.customer", "Acme").getList("data.id"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "state=done | state | scheduled, queued, running, succeeded, failed, cancelled, expired",
        "state= | state | queued",
        "limit=0 | limit | 1 to 100",
        "limit=101 | limit | 1 to 100",
        "limit=x | limit | 1 to 100",
        "limit=99999999999999999999 | limit | 1 to 100",
        "limit=1&limit=2 | limit | only once",
        "lane=a&lane=b | lane | only once",
        "lane=%00 | lane | NUL",
        "metadata.%00=x | metadata. | NUL",
        "metadata.=x | metadata. | metadata.KEY",
        "after=x | after | value of next from an earlier page",
        "after= | after | value of next from an earlier page",
        "order=id | order | state, lane, model, metadata.KEY, created_after, created_before,"
            + " ended_after, ended_before, error_type, batch, sort, include, limit, after",
        "sort=id | sort | created_at or ended_at",
        "sort=created_at&ended_after=2026-01-05T09:30:00Z | sort | must be ended_at",
        "include=text | include | error, output_text, result, usage, request",
        "created_after=yesterday | created_after | RFC 3339",
        "ended_before= | ended_before | RFC 3339",
        "error_type=bad | error_type | provider_error, rate_limited",
        "batch=csv1 | batch | the id of a batch",
        "sort=ended_at&after=AQGaPF59EHpSnT4PakwbLT4 | after | of the same list"
      })
  void anInvalidQueryIsA400WithAdvice(String query, String field, String message) {
    given()
        .urlEncodingEnabled(false)
        .get("/v1/jobs?" + query)
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("type", is("urn:errand:problem:invalid-request"))
        .body("violations[0].field", is(field))
        .body("violations[0].message", containsString(message));
  }

  private UUID withMetadata(String json) {
    return jobs.accept(
        jobs.job(lane, StoredJobs.plan(0, null, null), StoredJobs.request("gpt-test", json)));
  }

  /** Jobs of this test's lane, oldest first: ids of the same millisecond have no fixed order. */
  private List<String> accept(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> jobs.queued(lane).toString())
        .sorted(Comparator.naturalOrder())
        .toList();
  }

  private static JsonPath list(Object... query) {
    var request = given();
    for (int i = 0; i < query.length; i += 2) {
      request.queryParam((String) query[i], query[i + 1]);
    }
    return request.get("/v1/jobs").then().statusCode(200).extract().jsonPath();
  }
}
