package dev.errand.api.lanes;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.errand.api.testing.StoredJobs;
import dev.errand.store.models.Asking;
import dev.errand.store.models.Listing;
import dev.errand.store.models.ModelList;
import dev.errand.store.models.ModelListStore;
import dev.errand.tenant.Caller;
import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class LanesQuarkusTest {

  @Inject StoredJobs jobs;
  @Inject ModelListStore models;

  private final String lane = StoredJobs.freshLane();

  @Test
  void aConfiguredLaneIsShownWithItsConfiguration() {
    ValidatableResponse lanes = lanes();
    assertLane(lanes, "default", "configured", is(true));
    assertLane(lanes, "default", "provider", is("openai"));
    assertLane(lanes, "default", "models[0]", is("*"));
    assertLane(lanes, "default", "pool", is("default"));
    assertLane(lanes, "default", "concurrency", nullValue());
    assertLane(lanes, "default", "running", is(0));
    Map<String, Object> fields = lanes.extract().jsonPath().getMap("data[0]");
    assertEquals(
        Set.of(
            "name",
            "configured",
            "provider",
            "models",
            "pool",
            "concurrency",
            "open",
            "closed_until",
            "closed_models",
            "closed_reason",
            "closures",
            "pause",
            "scheduled",
            "queued",
            "running",
            "counts_exact",
            "oldest_queued_age_seconds",
            "provider_models"),
        fields.keySet());
  }

  @Test
  void aLaneShowsWhichModelsItsProviderLists() {
    Asking first = models.begin("openai", Duration.ZERO).orElseThrow();
    models.end(first, Optional.of(new ModelList(List.of("gpt-5", "o3"), true)));
    ValidatableResponse listed = lanes();
    assertLane(listed, "default", "provider_models.answers", is(true));
    assertLane(listed, "default", "provider_models.result", is("listed"));
    assertLane(listed, "default", "provider_models.checked_at", notNullValue());
    assertLane(listed, "default", "provider_models.available", is(List.of("gpt-5", "o3")));
    assertLane(listed, "default", "provider_models.missing", is(List.of()));

    models.fail(first, Listing.TIMEOUT);
    ValidatableResponse down = lanes();
    assertLane(down, "default", "provider_models.answers", is(false));
    assertLane(down, "default", "provider_models.result", is("timeout"));
    assertLane(down, "default", "provider_models.available", is(List.of("gpt-5", "o3")));

    models.end(first, Optional.of(new ModelList(List.of(), true)));
    assertLane(lanes(), "default", "provider_models.missing", is(List.of("*")));
    models.end(first, Optional.of(new ModelList(List.of("gpt-5"), false)));
    assertLane(lanes(), "default", "provider_models.missing", nullValue());

    models.end(first, Optional.empty());
    ValidatableResponse none = lanes();
    assertLane(none, "default", "provider_models.answers", is(true));
    assertLane(none, "default", "provider_models.result", is("no_list"));
    assertLane(none, "default", "provider_models.available", nullValue());
    assertLane(none, "default", "provider_models.missing", nullValue());
  }

  @Test
  void aLaneCountsItsJobsThatHaveNotEnded() {
    for (int i = 0; i < 6; i++) {
      jobs.queued(lane);
    }
    UUID cancelled = jobs.queued(lane);
    jobs.jobs.cancel(Caller.open(), cancelled);
    jobs.scheduled(lane, Duration.ofHours(1));
    jobs.claim(lane);
    jobs.claim(lane);
    jobs.succeed(jobs.claim(lane), StoredJobs.ANSWER);
    ValidatableResponse lanes = lanes();
    assertLane(lanes, lane, "scheduled", is(1));
    assertLane(lanes, lane, "queued", is(3));
    assertLane(lanes, lane, "running", is(2));
    assertLane(lanes, lane, "counts_exact", is(true));
    assertLane(
        lanes, lane, "oldest_queued_age_seconds", allOf(greaterThanOrEqualTo(0f), lessThan(60f)));
  }

  @Test
  void aLaneThatIsNoLongerConfiguredIsShownWhileItHasJobs() {
    UUID id = jobs.queued(lane);
    assertLane(lanes(), lane, "configured", is(false));
    assertLane(lanes(), lane, "provider", nullValue());
    assertLane(lanes(), lane, "open", is(true));
    jobs.jobs.cancel(Caller.open(), id);
    assertLane(lanes(), lane, "name", nullValue());
  }

  @Test
  void aLaneWithoutQueuedJobsHasNoAge() {
    jobs.scheduled(lane, Duration.ofHours(1));
    assertLane(lanes(), lane, "oldest_queued_age_seconds", nullValue());
  }

  @Test
  void aClosedLaneSaysUntilWhenAndWhy() {
    jobs.queued(lane);
    jobs.closures.closeLane(lane, Duration.ofMinutes(5), "account", UUID.randomUUID());
    ValidatableResponse lanes = lanes();
    assertLane(lanes, lane, "open", is(false));
    assertLane(lanes, lane, "closed_reason", is("account"));
    assertLane(lanes, lane, "closed_until", notNullValue());
    String until = lanes.extract().path("data.find { it.name == '" + lane + "' }.closed_until");
    Instant.parse(until);
    assertLane(lanes, lane, "queued", is(1));
  }

  @Test
  void aLaneThatHasOpenedAgainIsOpen() {
    jobs.queued(lane);
    jobs.closures.closeLane(lane, Duration.ZERO, "over", UUID.randomUUID());
    assertLane(lanes(), lane, "open", is(true));
    assertLane(lanes(), lane, "closed_until", nullValue());
  }

  @Test
  void anOpenLaneListsItsClosedModelsWithReasons() {
    jobs.queued(lane);
    assertLane(lanes(), lane, "closed_models", empty());
    jobs.closures.closeModel(lane, "gpt-b", Duration.ofMinutes(5), "daily", UUID.randomUUID());
    jobs.closures.closeModel(lane, "gpt-a", Duration.ofMinutes(1), "rate", UUID.randomUUID());
    jobs.closures.closeModel(lane, "gpt-c", Duration.ofMillis(-1), "rate", UUID.randomUUID());

    ValidatableResponse lanes = lanes();

    assertLane(lanes, lane, "open", is(true));
    assertLane(lanes, lane, "closed_models.model", is(List.of("gpt-a", "gpt-b")));
    assertLane(lanes, lane, "closed_models.reason", is(List.of("rate", "daily")));
    assertLane(lanes, lane, "closed_models.until", everyItem(notNullValue()));
  }

  @Test
  void aClosureSaysHowOftenAndWhichJobDidIt() {
    UUID cause = jobs.queued(lane);
    jobs.closures.closeLane(lane, Duration.ofMinutes(5), "account", cause);
    jobs.closures.closeLane(lane, Duration.ofMinutes(6), "account", cause);
    jobs.closures.closeModel(lane, "gpt-a", Duration.ofMinutes(5), "rate", cause);

    ValidatableResponse lanes = lanes();

    assertLane(lanes, lane, "closures.count", is(2));
    assertLane(lanes, lane, "closures.since", notNullValue());
    assertLane(lanes, lane, "closures.job", is(cause.toString()));
    assertLane(lanes, lane, "closures.job_count", is(2));
    assertLane(lanes, lane, "closed_models.closures.job", is(List.of(cause.toString())));
    assertLane(lanes, "default", "closures", nullValue());
  }

  @Test
  void aPostIsRejected() {
    given().post("/v1/lanes").then().statusCode(405).body("detail", containsString("method"));
  }

  private static void assertLane(
      ValidatableResponse lanes, String lane, String field, Matcher<?> matcher) {
    lanes.body("data.find { it.name == '%s' }?.%s".formatted(lane, field), matcher);
  }

  private static ValidatableResponse lanes() {
    return given().get("/v1/lanes").then().statusCode(200).contentType("application/json");
  }
}
