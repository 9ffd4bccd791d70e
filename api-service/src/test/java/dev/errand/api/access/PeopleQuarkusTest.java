package dev.errand.api.access;

import static dev.errand.api.testing.Keys.admin;
import static dev.errand.api.testing.Keys.send;
import static dev.errand.api.testing.Keys.with;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.errand.api.testing.Browser;
import dev.errand.api.testing.IdentityProvider;
import dev.errand.api.testing.Keys;
import dev.errand.api.testing.WithKeys;
import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** People, signed in by an identity provider, next to keys. */
@QuarkusTest
@TestProfile(WithKeys.class)
@QuarkusTestResource(EmbeddedDatabase.class)
@WithTestResource(IdentityProvider.class)
class PeopleQuarkusTest {

  @Test
  void aPersonMayDoWhatTheRolesInTheTokenPermit() {
    String tenant = Keys.tenant();
    String reader = token(tenant, "read");

    with(reader).get("/v1/jobs").then().statusCode(200);
    send(with(reader), Map.of("model", "m", "prompt", "p")).post("/v1/jobs").then().statusCode(403);
    with(reader).get("/v1/tenants").then().statusCode(403);
    with(token(tenant, "admin")).get("/v1/tenants").then().statusCode(200);
    with(token(tenant, "something else")).get("/v1/jobs").then().statusCode(403);
  }

  @Test
  void aPersonSeesTheJobsOfTheTenantInTheToken() {
    String tenant = Keys.tenant();
    String job =
        send(with(token(tenant, "submit")), Map.of("model", "m", "prompt", "p"))
            .post("/v1/jobs")
            .then()
            .statusCode(202)
            .extract()
            .path("id");

    with(token(tenant, "read")).get("/v1/jobs/" + job).then().statusCode(200);
    with(token(Keys.tenant(), "read")).get("/v1/jobs/" + job).then().statusCode(404);
  }

  @Test
  void theAuditLogNamesThePerson() {
    String tenant = Keys.tenant();
    send(with(token(tenant, "manage")), Map.of("name", "k", "roles", List.of("read")))
        .post("/v1/keys")
        .then()
        .statusCode(201);

    with(token(tenant, "manage"))
        .get("/v1/audit")
        .then()
        .body("data[0].what", is("key.create"))
        .body("data[0].who", is("person:ada@example.com"));
  }

  @Test
  void aTokenThatIsNotValidIsRejected() {
    Map<String, Object> claims = claims(Keys.tenant(), "read");
    String valid = IdentityProvider.token("ada", claims);
    String forged = valid.substring(0, valid.lastIndexOf('.') + 1) + "AAAA";

    rejected(forged);
    rejected(IdentityProvider.token("ada", "another-service", claims, 60));
    rejected(IdentityProvider.token("ada", IdentityProvider.AUDIENCE, claims, -600));
    rejected("a.b.c");
  }

  @Test
  void aTokenWithoutATenantOfThisServiceIsRejected() {
    rejected(IdentityProvider.token("ada", Map.of("errand_roles", List.of("admin"))));
    rejected(token("no-such-tenant", "admin"));
  }

  @Test
  void nobodyOfASuspendedTenantGetsIn() {
    String tenant = Keys.tenant();
    String token = token(tenant, "read");
    with(token).get("/v1/jobs").then().statusCode(200);
    send(admin(), Map.of("suspended", true)).patch("/v1/tenants/" + tenant).then().statusCode(200);

    await().untilAsserted(() -> with(token).get("/v1/jobs").then().statusCode(403));
  }

  @Test
  void withoutAClientTheConsoleSignsNobodyIn() {
    Browser.anonymous()
        .get("/ui/login")
        .statusCode(200)
        .body(allOf(containsString("name=\"key\""), not(containsString("/ui/oidc"))));
    for (String path : List.of("/ui/oidc/login", "/ui/oidc/callback", "/ui/oidc/callback?code=c")) {
      Browser.anonymous().get(path).statusCode(404).header("Set-Cookie", nullValue());
    }
  }

  private static void rejected(String token) {
    with(token)
        .get("/v1/jobs")
        .then()
        .statusCode(401)
        .header("WWW-Authenticate", containsString("invalid_token"));
  }

  private static String token(String tenant, String... roles) {
    return IdentityProvider.token("ada", claims(tenant, roles));
  }

  private static Map<String, Object> claims(String tenant, String... roles) {
    return Map.of(
        "errand_tenant", tenant, "errand_roles", List.of(roles), "email", "ada@example.com");
  }
}
