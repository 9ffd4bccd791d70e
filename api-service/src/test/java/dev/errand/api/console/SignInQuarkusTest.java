package dev.errand.api.console;

import static dev.errand.api.testing.Keys.admin;
import static dev.errand.api.testing.Keys.send;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.errand.api.testing.Browser;
import dev.errand.api.testing.Keys;
import dev.errand.api.testing.Keys.Created;
import dev.errand.api.testing.WithKeys;
import dev.errand.database.Database;
import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is signed in to the console, for how long, and what every response of it has. */
@QuarkusTest
@TestProfile(WithKeys.class)
@QuarkusTestResource(EmbeddedDatabase.class)
class SignInQuarkusTest {

  @Inject Database database;

  private String tenant;

  @BeforeEach
  void aTenant() {
    tenant = Keys.tenant();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/ui", "/ui/jobs", "/ui/nothing"})
  void whoIsNotSignedInIsLedToTheForm(String path) {
    Browser.anonymous()
        .get(path)
        .statusCode(303)
        .header("Location", containsString("/ui/login?next="));
  }

  @Test
  void scriptsAreToldSoInstead() {
    given()
        .header("HX-Request", "true")
        .redirects()
        .follow(false)
        .get("/ui/jobs")
        .then()
        .statusCode(401)
        .header("HX-Redirect", containsString("/ui/login"));
  }

  @Test
  void aKeySignsInAndTheSessionSaysWhoItIs() {
    Created key = Keys.create(tenant, "read");
    Browser.with(key.key())
        .get("/ui/jobs")
        .statusCode(200)
        .contentType("text/html")
        .body(allOf(containsString("key:" + key.id()), containsString(tenant)));
  }

  @Test
  void theFirstAdminKeySignsInToo() {
    Browser.with(WithKeys.BOOTSTRAP)
        .get("/ui/jobs")
        .statusCode(200)
        .body(containsString("key:bootstrap"));
  }

  @Test
  void theCookieIsForNobodyElse() {
    List<String> cookies =
        Browser.signIn(Keys.create(tenant, "read").key()).headers().getValues("Set-Cookie");
    String session =
        cookies.stream().filter(it -> it.startsWith("errand_session=")).findFirst().orElseThrow();
    String flags = session.substring(session.indexOf(';'));
    assertEquals(
        "; Max-Age=43200; Path=/ui; HTTPOnly; SameSite=Strict",
        flags.replaceAll("Expires=[^;]*; ", ""));
  }

  @Test
  void elsewhereTheCookieNeedsTls() {
    given()
        .header("Host", "errand.example")
        .get("/ui/login")
        .then()
        .header("Set-Cookie", allOf(containsString("Secure"), containsString("HTTPOnly")));
  }

  @Test
  void theDatabaseHasNoToken() {
    String token = Browser.signIn(Keys.create(tenant, "read").key()).cookie("errand_session");
    assertEquals(
        0, count("select count(*) from console_session s where s::text like '%" + token + "%'"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nothing", "errand_4fZk0QpLm2Xy_x", ""})
  void anotherKeyDoesNot(String key) {
    Response response = Browser.signIn(key);
    response.then().statusCode(401).body(containsString("role=\"alert\""));
    assertNull(response.cookie("errand_session"));
  }

  @Test
  void theSignInNeedsItsOwnForm() {
    String key = Keys.create(tenant, "read").key();
    Browser.anonymous().postAsIs("/ui/login", Map.of("key", key)).statusCode(403);
    Browser.anonymous()
        .postAsIs("/ui/login", Map.of("key", key, "csrf", "0".repeat(64)))
        .statusCode(403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://evil.example", "//evil.example", "/v1/jobs", "/ui/login", "/ui/../v1"})
  void theSignInLeadsToOurOwnPagesOnly(String next) {
    given()
        .queryParam("next", next)
        .get("/ui/login")
        .then()
        .statusCode(200)
        .body(containsString("name=\"next\" value=\"/ui\""));
  }

  @Test
  void withoutAnIdentityProviderThereIsNoWayButTheForm() {
    Browser.anonymous()
        .get("/ui/login")
        .body(allOf(containsString("name=\"key\""), not(containsString("/ui/oidc"))));
    Browser.anonymous().get("/ui/oidc/login").statusCode(404);
    Browser.anonymous().get("/ui/oidc/callback?code=c&state=s").statusCode(404);
    Browser.anonymous().get("/ui/oidc").statusCode(303);
  }

  @Test
  void theSessionEndsWithItsKey() {
    Created key = Keys.create(tenant, "read");
    Browser browser = Browser.with(key.key());
    admin().delete("/v1/keys/" + key.id()).then().statusCode(204);
    await().untilAsserted(() -> browser.get("/ui/jobs").statusCode(303));
  }

  @Test
  void theSessionEndsWhenTheSecretOfItsKeyIsReplaced() {
    Created key = Keys.create(tenant, "read");
    Browser browser = Browser.with(key.key());
    send(admin(), Map.of("revoke_now", true))
        .post("/v1/keys/" + key.id() + "/rotate")
        .then()
        .statusCode(200);
    await().untilAsserted(() -> browser.get("/ui/jobs").statusCode(303));
  }

  @Test
  void theSessionEndsAtItsTime() {
    Browser browser = Browser.with(Keys.create(tenant, "read").key());
    sql("update console_session set expires_at = now()");
    browser.get("/ui/jobs").statusCode(303);
    Browser.with(Keys.create(tenant, "read").key());
    assertEquals(0, count("select count(*) from console_session where expires_at <= now()"));
  }

  @Test
  void whoSignsOutIsOut() {
    Browser browser = Browser.with(Keys.create(tenant, "read").key());
    browser.postAsIs("/ui/logout", Map.of()).statusCode(403);
    browser.get("/ui/jobs").statusCode(200);
    browser
        .post("/ui/logout", Map.of())
        .statusCode(303)
        .header("Set-Cookie", containsString("Max-Age=0"));
    browser.get("/ui/jobs").statusCode(303);
  }

  @Test
  void aSessionIsNoWayIntoTheApi() {
    Browser browser = Browser.with(Keys.create(tenant, "read").key());
    browser.get("/v1/jobs").statusCode(401);
    browser.get("/ui/../v1/jobs").statusCode(401);
  }

  @Test
  void aKeyInAHeaderIsNoSession() {
    Keys.with(Keys.create(tenant, "read").key())
        .redirects()
        .follow(false)
        .get("/ui/jobs")
        .then()
        .statusCode(303);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/ui/login", "/ui/jobs", "/ui/assets/console.js", "/ui/nothing"})
  void everyResponseHasTheHeaders(String path) {
    Browser.with(WithKeys.BOOTSTRAP)
        .get(path)
        .header(
            "Content-Security-Policy",
            allOf(
                startsWith("default-src 'none'; script-src 'self'"), not(containsString("unsafe"))))
        .header("X-Content-Type-Options", "nosniff")
        .header("X-Frame-Options", "DENY")
        .header("Referrer-Policy", "same-origin");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/ui/assets/console.css",
        "/ui/assets/console.js",
        "/ui/assets/icon.svg",
        "/webjars/htmx.org/2.0.10/dist/htmx.min.js",
        "/webjars/picocss__pico/2.1.1/css/pico.classless.min.css"
      })
  void whatPagesAreMadeOfNeedsNoKey(String path) {
    given().get(path).then().statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/webjars/swagger-ui/index.html",
        "/ui/assets/../../v1/jobs",
        "/webjars/htmx.org/../../v1/jobs"
      })
  void nothingElseDoes(String path) {
    given().urlEncodingEnabled(false).redirects().follow(false).get(path).then().statusCode(401);
  }

  @Test
  void browsersAreLedToTheConsoleAndProgramsAreNot() {
    Browser.anonymous().get("/").statusCode(303).header("Location", is("/ui"));
    given().accept("application/json").get("/").then().statusCode(401);
    given().get("/").then().statusCode(401);
  }

  private long count(String query) {
    return database.statement(
        connection -> {
          try (var sql = connection.createStatement()) {
            var row = sql.executeQuery(query);
            row.next();
            return row.getLong(1);
          }
        });
  }

  private void sql(String statement) {
    database.statement(
        connection -> {
          try (var sql = connection.createStatement()) {
            return sql.execute(statement);
          }
        });
  }
}
