package dev.errand.api.jobs;

import static dev.errand.api.testing.Keys.admin;
import static dev.errand.api.testing.Keys.send;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import dev.errand.api.testing.Keys;
import dev.errand.api.testing.Keys.Created;
import dev.errand.api.testing.WithKeys;
import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Prompts are read with the role for it, and each time is recorded. */
@QuarkusTest
@TestProfile(WithKeys.class)
@QuarkusTestResource(EmbeddedDatabase.class)
class RequestQuarkusTest {

  private static final String REQUEST =
      "{\"model\": \"m\",  \"messages\": [{\"role\": \"user\", \"content\": \"secret\"}]}";

  private String tenant;
  private String job;

  @BeforeEach
  void submit() {
    tenant = Keys.tenant();
    job =
        send(Keys.with(Keys.create(tenant, "submit").key()), "{\"body\": " + REQUEST + "}")
            .post("/v1/jobs")
            .then()
            .statusCode(202)
            .extract()
            .path("id");
  }

  @Test
  void aRequestIsReadByteForByte() {
    Created key = Keys.create(tenant, "content");

    given()
        .spec(Keys.with(key.key()))
        .get("/v1/jobs/{id}/request", job)
        .then()
        .statusCode(200)
        .contentType(startsWith("application/json"))
        .header("Cache-Control", containsString("no-store"))
        .body(equalTo(REQUEST));

    given()
        .spec(admin())
        .get("/v1/audit?tenant=" + tenant)
        .then()
        .body("data.what", is(List.of("job.request.read")))
        .body("data.which", is(List.of(job)))
        .body("data[0].who", containsString(key.id()));
  }

  @Test
  void othersCannotReadItAndNothingIsRecorded() {
    given()
        .spec(Keys.with(Keys.create(tenant, "read").key()))
        .get("/v1/jobs/{id}/request", job)
        .then()
        .statusCode(403)
        .body("detail", containsString("content"));
    given()
        .spec(Keys.with(Keys.create(Keys.tenant(), "content").key()))
        .get("/v1/jobs/{id}/request", job)
        .then()
        .statusCode(404);
    given()
        .spec(Keys.with(Keys.create(tenant, "read").key()))
        .get("/v1/jobs?include=request")
        .then()
        .statusCode(403);
    given().spec(admin()).get("/v1/audit?tenant=" + tenant).then().body("data.what", is(List.of()));
  }

  @Test
  void listsShowItToThoseWhoHaveBothRoles() {
    given()
        .spec(Keys.with(Keys.create(tenant, "read", "content").key()))
        .get("/v1/jobs?include=request")
        .then()
        .statusCode(200)
        .body("data[0].request.messages[0].content", is("secret"));
  }
}
