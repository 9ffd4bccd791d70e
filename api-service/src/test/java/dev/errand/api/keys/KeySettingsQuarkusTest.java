package dev.errand.api.keys;

import static dev.errand.api.testing.Keys.admin;
import static dev.errand.api.testing.Keys.send;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.errand.api.testing.Keys;
import dev.errand.api.testing.WithKeys;
import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is set of keys is kept, shown and audited. */
@QuarkusTest
@TestProfile(WithKeys.class)
@QuarkusTestResource(EmbeddedDatabase.class)
class KeySettingsQuarkusTest {

  @Test
  void runningCallsAreKeptShownAndAudited() {
    String id =
        send(
                admin(),
                Map.of(
                    "name",
                    "k",
                    "tenant",
                    Keys.tenant(),
                    "roles",
                    List.of("submit"),
                    "calls_running",
                    3))
            .post("/v1/keys")
            .then()
            .statusCode(201)
            .body("calls_running", is(3))
            .extract()
            .path("id");

    admin().get("/v1/keys/" + id).then().body("calls_running", is(3));
    change(id, "{\"calls_running\": 1000000000}").body("calls_running", is(1_000_000_000));
    change(id, "{\"name\": \"another\"}").body("calls_running", is(1_000_000_000));
    audited(id, "calls_running", "1000000000", "3");

    change(id, "{\"calls_running\": null}").body("calls_running", nullValue());
    admin().get("/v1/keys/" + id).then().body("calls_running", nullValue());
  }

  @Test
  void allLimitsAreInTheAuditLog() {
    String id = Keys.create(Keys.tenant(), "submit").id();

    change(
        id,
        "{\"models\": [\"a*\", \"b\"], \"highest_priority\": -3, \"requests_per_second\": 4,"
            + " \"jobs_queued\": 5}");

    audited(id, "models", "a* b");
    audited(id, "highest_priority", "-3");
    audited(id, "requests_per_second", "4");
    audited(id, "jobs_queued", "5");
  }

  @Test
  void aMaximumThatNoCallCouldPassIsRejected() {
    String id = Keys.create(Keys.tenant(), "submit").id();

    for (String wrong : List.of("0", "-1", "1.5", "\"3\"", "1000000001", "[]")) {
      send(admin(), "{\"calls_running\": %s}".formatted(wrong))
          .patch("/v1/keys/" + id)
          .then()
          .statusCode(422)
          .body("violations.field", is(List.of("calls_running")));
    }
    admin().get("/v1/keys/" + id).then().body("calls_running", nullValue());
  }

  private static ValidatableResponse change(String id, String body) {
    return send(admin(), body).patch("/v1/keys/" + id).then().statusCode(200);
  }

  /** The values of a detail in the entries about a key. */
  private static void audited(String id, String detail, String... values) {
    admin()
        .get("/v1/audit?limit=100")
        .then()
        .statusCode(200)
        .body(
            "data.findAll { it.which == '%s' }.details.%s".formatted(id, detail), hasItems(values));
  }
}
