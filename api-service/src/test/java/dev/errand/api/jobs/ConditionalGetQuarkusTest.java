package dev.errand.api.jobs;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.emptyOrNullString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.errand.api.testing.StoredJobs;
import dev.errand.job.Failure;
import dev.errand.job.JobState;
import dev.errand.job.Outcome;
import dev.errand.store.AttemptEnd;
import dev.errand.store.ClaimedJob;
import dev.errand.tenant.Caller;
import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class ConditionalGetQuarkusTest {

  /** Long enough to see the job scheduled. */
  private static final Duration SOON = Duration.ofSeconds(2);

  @Inject StoredJobs jobs;
  @Inject DataSource database;

  @Test
  void eachStateOfALifeHasADifferentTag() {
    List<String> tags = new ArrayList<>();
    ClaimedJob first = jobs.running();
    UUID id = first.lease().job();
    String lane = first.lane();
    tags.add(tag(id));
    jobs.end(AttemptEnd.handedBack(first.lease()));
    tags.add(tag(id));
    ClaimedJob second = jobs.claim(lane);
    tags.add(tag(id));
    Failure failure = new Failure(Failure.Type.TIMEOUT, "too slow");
    jobs.end(
        AttemptEnd.retryLater(
            second.lease(), Outcome.TIMED_OUT, SOON, failure, AttemptEnd.Call.UNHEARD));
    tags.add(tag(id));
    jobs.promote(id);
    tags.add(tag(id));
    jobs.fail(jobs.claim(lane));
    tags.add(tag(id));
    jobs.jobs.retry(Caller.open(), id);
    tags.add(tag(id));
    jobs.succeed(jobs.claim(lane), StoredJobs.ANSWER);
    tags.add(tag(id));
    assertEquals(tags.size(), new HashSet<>(tags).size(), tags::toString);
  }

  @ParameterizedTest
  @EnumSource(JobState.class)
  void aVersionThatTheClientHasIsNotSentAgain(JobState state) {
    UUID id = jobs.in(state);
    String tag = tag(id);
    assertEquals("W/\"1.%d.%s\"".formatted(attempts(id), state.text()), tag);
    ValidatableResponse answer =
        get(id, tag)
            .statusCode(304)
            .header("ETag", tag)
            .header("Cache-Control", is("private, no-cache"))
            .body(emptyOrNullString());
    String seconds = state == JobState.SCHEDULED ? "60" : "1";
    answer.header("Retry-After", state.isFinal() ? nullValue() : is(seconds));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "\"1.0.queued\" | 304",
        "\"x\", W/\"1.0.queued\" | 304",
        "* | 304",
        "\"x\" | 200",
        "1.0.queued | 200",
        "W/\"1.1.queued\" | 200"
      })
  void tagsAreComparedWeakly(String header, int status) {
    get(jobs.in(JobState.QUEUED), header).statusCode(status);
  }

  @Test
  void anUnknownIdIsA404WhateverTheClientHas() {
    get(UUID.randomUUID(), "*").statusCode(404);
  }

  /** The other tables are locked: using one of them would wait until the lock's time limit. */
  @Test
  void anUnchangedJobIsDetectedFromItsRowAlone() throws SQLException {
    UUID id = jobs.in(JobState.SUCCEEDED);
    String tag = tag(id);
    try (Connection locking = database.getConnection();
        Statement statement = locking.createStatement()) {
      locking.setAutoCommit(false);
      statement.execute("lock table job_request, job_result, attempt in access exclusive mode");
      get(id, tag).statusCode(304);
      get(id, "W/\"another\"").statusCode(503);
      locking.rollback();
    }
  }

  private static int attempts(UUID id) {
    return given().get("/v1/jobs/{id}", id).jsonPath().getList("attempts").size();
  }

  private static ValidatableResponse get(UUID id, String known) {
    return given().header("If-None-Match", known).get("/v1/jobs/{id}", id).then();
  }

  private static String tag(UUID id) {
    return given().get("/v1/jobs/{id}", id).then().statusCode(200).extract().header("ETag");
  }
}
