package dev.errand.api.lanes;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.errand.api.testing.StoredJobs;
import dev.errand.store.WorkerBeat;
import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class WorkersQuarkusTest {

  @Inject StoredJobs jobs;

  private final String name = "w-" + UUID.randomUUID();

  @AfterEach
  void leave() {
    jobs.leases.leave(name);
  }

  @Test
  void aWorkerIsShownAsItLastWas() {
    beat(Duration.ofMinutes(5));

    worker("pool", is("gpu"));
    worker("version", is("1.2.3"));
    worker("responds", is(true));
    worker("draining", is(true));
    worker("slots", is(512));
    worker("calls", is(438));
    worker("lanes_held_back", contains("gpt", "local"));
    worker("started_at", notNullValue());
    worker("seen_at", notNullValue());
  }

  @Test
  void oneThatIsSilentForLongerThanItsLeaseDoesNotRespond() {
    beat(Duration.ofMillis(-1));

    worker("responds", is(false));
  }

  @Test
  void oneThatHasStoppedIsGone() {
    beat(Duration.ofMinutes(5));
    jobs.leases.leave(name);

    worker("name", nullValue());
  }

  private void beat(Duration lease) {
    jobs.leases.extend(
        new WorkerBeat(name, "gpu", "1.2.3", 512, 438, List.of("gpt", "local"), true),
        lease,
        List.of());
  }

  private ValidatableResponse worker(String field, Matcher<?> matcher) {
    return given()
        .get("/v1/workers")
        .then()
        .statusCode(200)
        .body("data.find { it.name == '%s' }?.%s".formatted(name, field), matcher);
  }
}
