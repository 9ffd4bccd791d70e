package dev.errand.api.operations;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.errand.api.testing.SentHints;
import dev.errand.api.testing.StoredJobs;
import dev.errand.tenant.Caller;
import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Operations over REST, done by the service's own dispatcher. */
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class OperationsQuarkusTest {

  @Inject StoredJobs jobs;
  @Inject SentHints hints;

  private final String lane = StoredJobs.freshLane();

  @Test
  void allThatFailedAreRetriedAndNothingElse() {
    List<UUID> failed = failed(3);
    jobs.queued(lane);
    jobs.succeed(jobs.claim(lane), StoredJobs.ANSWER);

    String id = created("retry", filter("failed"), 3).extract().path("id");

    ended(id).body("state", is("completed")).body("done", is(3)).body("jobs", is(3));
    failed.forEach(job -> get(job).body("state", is("queued")).body("life", is(2)));
  }

  @Test
  void workersAreToldOfRetriedJobs() {
    String model = "model-" + UUID.randomUUID();
    UUID id =
        jobs.accept(
            jobs.job("default", StoredJobs.plan(0, null, null), StoredJobs.request(model, null)));
    jobs.jobs.cancel(Caller.open(), id);

    ended(created("retry", "{\"model\": \"%s\"}".formatted(model), 1).extract().path("id"));

    await().until(() -> hints.all().stream().anyMatch(hint -> hint.job().equals(id)));
    jobs.jobs.cancel(Caller.open(), id);
  }

  @Test
  void aCreatedOperationSaysWhatItIs() {
    failed(1);
    ValidatableResponse created = created("retry", filter("failed"), 1);

    created
        .header("Location", is("/v1/operations/" + created.extract().path("id")))
        .body("action", is("retry"))
        .body("priority", nullValue())
        .body("filter.lane", contains(lane))
        .body("filter.state", contains("failed"))
        .body("reason", is("the key was wrong"))
        .body("created_by", is("open"))
        .body("created_at", notNullValue())
        .body("expected", is(1));
    given()
        .get("/v1/operations?limit=100")
        .then()
        .statusCode(200)
        .body("data.id.contains('%s')".formatted(created.extract().<String>path("id")), is(true));
  }

  @Test
  void moreJobsThanAPageHasAreMoved() {
    jobs.accept(lane, MatchingJobs.PAGE + 7);

    String id = created("cancel", "{\"lane\": \"%s\"}".formatted(lane), 507).extract().path("id");

    ended(id).body("state", is("completed")).body("done", is(507));
    given().get("/v1/jobs?state=queued&lane=" + lane).then().body("data.size()", is(0));

    String ended =
        "{\"lane\": \"%s\", \"error_type\": \"cancelled\", \"ended_after\": \"2026-01-01T00:00:00Z\"}";
    id = created("retry", ended.formatted(lane), 507).extract().path("id");

    ended(id).body("state", is("completed")).body("done", is(507));
    given().get("/v1/jobs?state=cancelled&lane=" + lane).then().body("data.size()", is(0));
  }

  @Test
  void onlyJobsThatEndedInTheTimeOfTheFilterAreMoved() {
    failed(2);
    String passed = "{\"lane\": \"%s\", \"ended_before\": \"2026-01-01T00:00:00Z\"}";
    String now = "{\"lane\": \"%s\", \"ended_after\": \"2026-01-01T00:00:00Z\"}";

    create("retry", passed.formatted(lane), 2).statusCode(409);

    ended(created("retry", now.formatted(lane), 2).extract().path("id")).body("done", is(2));
  }

  @Test
  void jobsAreDeletedAndReprioritised() {
    UUID failed = failed(1).getFirst();
    UUID queued = jobs.queued(lane);
    String reprioritised =
        send(
                "{\"action\": \"reprioritise\", \"priority\": 9, \"filter\": {\"lane\": \"%s\"},"
                    + " \"expected\": 1, \"reason\": \"r\"}",
                lane)
            .statusCode(202)
            .body("priority", is(9))
            .extract()
            .path("id");
    ended(reprioritised).body("done", is(1));
    get(queued).body("priority", is(9));

    ended(created("delete", filter("failed"), 1).extract().path("id")).body("done", is(1));

    given().get("/v1/jobs/" + failed).then().statusCode(404);
  }

  @Test
  void aDryRunCountsAndDoesNothing() {
    failed(2);
    jobs.queued(lane);

    send("{\"action\": \"retry\", \"filter\": {\"lane\": \"%s\"}, \"dry_run\": true}", lane)
        .statusCode(200)
        .body("jobs", is(2))
        .body("more", is(false))
        .body("by_state.failed", is(2))
        .body("by_state.size()", is(1))
        .body("filter.lane", contains(lane))
        .body("id", nullValue());

    given().get("/v1/jobs?state=failed&lane=" + lane).then().body("data.size()", is(2));
  }

  @ParameterizedTest
  @CsvSource({"10, 202", "11, 202", "9, 409", "12, 409", "1, 409", "1000000, 409"})
  void theNumberOfJobsMayBeATenthOff(int expected, int status) {
    failed(10);

    ValidatableResponse response = create("retry", filter("failed"), expected);

    response.statusCode(status);
    if (status == 409) {
      response
          .body("type", is("urn:errand:problem:unexpected-count"))
          .body("detail", containsString("%d were expected".formatted(expected)));
      given().get("/v1/jobs?state=failed&lane=" + lane).then().body("data.size()", is(10));
    }
  }

  @Test
  void aRepeatedCreationIsOneOperation() {
    failed(1);
    String key = "again-" + lane;
    String first = create(key, "retry", filter("failed"), 1).statusCode(202).extract().path("id");
    ended(first);

    create(key, "retry", filter("failed"), 1)
        .statusCode(202)
        .header("Idempotency-Replayed", is("true"))
        .body("id", is(first));
    create(key, "delete", filter("failed"), 1)
        .statusCode(422)
        .body("type", is("urn:errand:problem:key-reused"));
  }

  @Test
  void anEndedOperationCannotBeStopped() {
    failed(1);
    String id = created("retry", filter("failed"), 1).extract().path("id");
    ended(id);

    given()
        .post("/v1/operations/{id}/stop", id)
        .then()
        .statusCode(409)
        .body("type", is("urn:errand:problem:operation-ended"));
  }

  @Test
  void anUnknownOperationIsNotFound() {
    String unknown = UUID.randomUUID().toString();
    given().get("/v1/operations/" + unknown).then().statusCode(404);
    given().post("/v1/operations/" + unknown + "/stop").then().statusCode(404);
    given().get("/v1/operations/none").then().statusCode(400);
  }

  @Test
  void everythingThatIsWrongIsListed() {
    send(
            "{\"action\": \"explode\", \"filter\": {\"colour\": \"red\", \"limit\": \"1\", \"lane\": 5},"
                + " \"expected\": 0}",
            lane)
        .statusCode(422)
        .body("type", is("urn:errand:problem:invalid-body"))
        .body(
            "violations.field.sort()",
            contains(
                "action", "expected", "filter.colour", "filter.lane", "filter.limit", "reason"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"action\": \"retry\", \"dry_run\": true}|filter",
        "{\"action\": \"retry\", \"dry_run\": true, \"filter\": {}}|filter",
        "{\"action\": \"retry\", \"dry_run\": true, \"filter\": null}|filter",
        "{\"action\": \"retry\", \"dry_run\": true, \"filter\": []}|filter",
        "{\"action\": \"retry\", \"dry_run\": true, \"filter\": {\"lane\": []}}|filter.lane",
        "{\"action\": \"retry\", \"dry_run\": true, \"filter\": {\"state\": \"queued\"}}|filter",
        "{\"action\": \"cancel\", \"dry_run\": true, \"filter\": {\"error_type\": \"timeout\"}}|filter",
        "{\"action\": \"retry\", \"dry_run\": true, \"filter\": {\"ended_after\": \"1\"}}|filter.ended_after",
        "{\"action\": \"retry\", \"dry_run\": true, \"filter\": {\"sort\": \"ended_at\"}}|filter.sort",
        "{\"action\": \"reprioritise\", \"dry_run\": true, \"filter\": {\"lane\": \"a\"}}|priority",
        "{\"action\": \"retry\", \"priority\": 1, \"dry_run\": true, \"filter\": {\"lane\": \"a\"}}|priority",
        "{\"action\": \"retry\", \"filter\": {\"lane\": \"a\"}, \"reason\": \"r\"}|expected",
        "{\"action\": \"retry\", \"filter\": {\"lane\": \"a\"}, \"expected\": 1}|reason"
      })
  void whatIsMissingOrDoesNotFitIsTold(String body, String field) {
    send(body).statusCode(422).body("violations.field", contains(field));
  }

  private List<UUID> failed(int count) {
    return Stream.generate(
            () -> {
              UUID id = jobs.queued(lane);
              jobs.fail(jobs.claim(lane));
              return id;
            })
        .limit(count)
        .toList();
  }

  private String filter(String state) {
    return "{\"state\": \"%s\", \"lane\": \"%s\"}".formatted(state, lane);
  }

  private static ValidatableResponse created(String action, String filter, int expected) {
    return create(action, filter, expected).statusCode(202);
  }

  private static ValidatableResponse create(String action, String filter, int expected) {
    return send(given(), body(action, filter, expected));
  }

  private static ValidatableResponse create(
      String key, String action, String filter, int expected) {
    return send(given().header("Idempotency-Key", key), body(action, filter, expected));
  }

  private static String body(String action, String filter, int expected) {
    return "{\"action\": \"%s\", \"filter\": %s, \"expected\": %d, \"reason\": \"the key was wrong\"}"
        .formatted(action, filter, expected);
  }

  private static ValidatableResponse send(String body, String lane) {
    return send(body.formatted(lane));
  }

  private static ValidatableResponse send(String body) {
    return send(given(), body);
  }

  private static ValidatableResponse send(RequestSpecification request, String body) {
    return request.contentType("application/json").body(body).post("/v1/operations").then();
  }

  private static ValidatableResponse ended(String id) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> operation(id).extract().path("ended_at") != null);
    return operation(id);
  }

  private static ValidatableResponse operation(String id) {
    return given().get("/v1/operations/" + id).then().statusCode(200);
  }

  private static ValidatableResponse get(UUID job) {
    return given().get("/v1/jobs/" + job).then().statusCode(200);
  }
}
