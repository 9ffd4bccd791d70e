package dev.errand.api.waiting;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.api.testing.StoredJobs;
import dev.errand.job.Failure;
import dev.errand.job.JobState;
import dev.errand.store.AttemptEnd;
import dev.errand.store.AttemptEnd.Call;
import dev.errand.store.ClaimedJob;
import dev.errand.store.WorkerBeat;
import dev.errand.tenant.Caller;
import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Why a job has not started, in what clients see. */
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class WaitingQuarkusTest {

  /** The only lane that is configured. */
  private static final String LANE = "default";

  private static final String WORKER = "w-of-waiting";

  @Inject StoredJobs jobs;

  private final String model = "model-" + UUID.randomUUID();
  private final UUID cause = UUID.randomUUID();

  @AfterEach
  void forget() {
    jobs.leases.leave(WORKER);
    given().post("/v1/lanes/default/resume").then().statusCode(200);
  }

  @Test
  void aJobWhoseTimeHasNotComeIsScheduled() {
    UUID id = jobs.scheduled(LANE, Duration.ofHours(1));
    ValidatableResponse job = get(id).body("waiting.reason", is("scheduled"));

    String runAt = job.extract().path("run_at");
    job.body("waiting.until", is(runAt))
        .body("waiting.expected_start", is(runAt))
        .body("waiting.position", nullValue());
  }

  @Test
  void aJobThatWaitsForItsNextAttemptBacksOff() {
    ClaimedJob job = jobs.running();
    Failure late = new Failure(Failure.Type.TIMEOUT, "late");
    jobs.end(AttemptEnd.throttled(job.lease(), false, Duration.ofHours(1), late, Call.UNHEARD));

    get(job.lease().job())
        .body("waiting.reason", is("backoff"))
        .body("waiting.detail", is("the provider throttled the last call"));
  }

  @Test
  void aJobOfALaneThatIsNotConfiguredSaysSo() {
    get(jobs.queued(StoredJobs.freshLane()))
        .body("waiting.reason", is("no_such_lane"))
        .body("waiting.position", is(1))
        .body("waiting.expected_start", nullValue());
  }

  @Test
  void whatStopsAQueuedJobIsNamedAndTheMostLastingFirst() {
    UUID id = queued();
    assertReason(id, "no_worker");

    beat(3, List.of(), false);
    assertReason(id, "turn");
    beat(10, List.of(), false);
    assertReason(id, "lane_full");
    beat(3, List.of(LANE), false);
    assertReason(id, "lane_held_back");
    beat(3, List.of(), true);
    assertReason(id, "no_worker");

    jobs.closures.closeModel(LANE, model, Duration.ofHours(1), "rate", cause);
    assertReason(id, "lane_paused_by_provider");
    assertNotNull(get(id).extract().path("waiting.until"));
    given()
        .contentType("application/json")
        .body("{\"reason\": \"maintenance\"}")
        .post("/v1/lanes/default/pause")
        .then()
        .statusCode(200);
    assertReason(id, "lane_paused");
    get(id).body("waiting.detail", is("open paused the lane: maintenance"));
  }

  @Test
  void theStartIsEstimatedFromThePositionAndTheRunningJobs() {
    beat(3, List.of(), false);
    UUID running = queued();
    UUID id = queued();
    await()
        .until(
            () -> {
              jobs.claim(LANE);
              return get(running).extract().path("state").equals("running");
            });
    assertReason(id, "turn");

    await().until(() -> get(id).extract().path("waiting.expected_start") != null);
    String expected = get(id).extract().path("waiting.expected_start");
    assertTrue(Instant.parse(expected).isAfter(Instant.now().minusSeconds(60)), expected);
    jobs.jobs.cancel(Caller.open(), id);
  }

  @Test
  void aJobThatHasStartedWaitsForNothing() {
    for (JobState state : List.of(JobState.RUNNING, JobState.SUCCEEDED, JobState.FAILED)) {
      get(jobs.in(state)).body("$", not(hasKey("waiting")));
    }
  }

  @Test
  void listsSayItWithoutThePosition() {
    String lane = StoredJobs.freshLane();
    jobs.queued(lane);
    jobs.scheduled(lane, Duration.ofHours(1));
    jobs.claim(lane);
    jobs.queued(lane);

    given()
        .get("/v1/jobs?lane=" + lane)
        .then()
        .statusCode(200)
        .body("data.find { it.state == 'queued' }.waiting.reason", is("no_such_lane"))
        .body("data.find { it.state == 'queued' }.waiting.position", nullValue())
        .body("data.find { it.state == 'scheduled' }.waiting.reason", is("scheduled"))
        .body("data.find { it.state == 'running' }.waiting", nullValue());
  }

  private UUID queued() {
    return jobs.accept(
        jobs.job(LANE, StoredJobs.plan(100, null, null), StoredJobs.request(model, null)));
  }

  private void beat(int calls, List<String> heldBack, boolean draining) {
    jobs.leases.extend(
        new WorkerBeat(WORKER, "default", "1.0", 10, calls, heldBack, draining),
        Duration.ofMinutes(5),
        List.of());
  }

  /** Facts are up to a second old. */
  private static void assertReason(UUID id, String reason) {
    await().until(() -> get(id).extract().path("waiting.reason").equals(reason));
  }

  private static ValidatableResponse get(UUID id) {
    return given().get("/v1/jobs/" + id).then().statusCode(200);
  }
}
