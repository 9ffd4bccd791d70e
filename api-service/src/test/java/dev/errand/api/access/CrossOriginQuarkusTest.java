package dev.errand.api.access;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.containsStringIgnoringCase;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.api.testing.Keys;
import dev.errand.api.testing.WithKeys;
import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.Map;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of the configured origins may use the API, and nobody else's. */
@QuarkusTest
@TestProfile(CrossOriginQuarkusTest.WithOrigins.class)
@QuarkusTestResource(EmbeddedDatabase.class)
class CrossOriginQuarkusTest {

  private static final String ORIGIN = "https://app.example.com";
  private static final String ALLOWED = "Access-Control-Allow-Origin";

  @ParameterizedTest
  @ValueSource(strings = {"/v1/jobs", "/v1/keys", "/v1/lanes/default/pause"})
  void aPreflightIsAnsweredWithoutAKey(String path) {
    preflight(ORIGIN)
        .options(path)
        .then()
        .statusCode(204)
        .header(ALLOWED, is(ORIGIN))
        .header("Access-Control-Allow-Credentials", nullValue())
        .header("Access-Control-Allow-Methods", containsString("POST"))
        .header(
            "Access-Control-Allow-Headers",
            allOf(
                containsStringIgnoringCase("authorization"),
                containsStringIgnoringCase("idempotency-key")));
  }

  /** OpenAI's clients send more such headers with each version. */
  @Test
  void openAisClientsMaySendTheirHeaders() {
    String all = "authorization,content-type,x-stainless-lang,x-stainless-new-one,user-agent";
    assertAllowed(all, containsStringIgnoringCase("x-stainless-new-one"));
    assertAllowed(all + ",x-other", not(containsStringIgnoringCase("x-other")));
    assertAllowed(all + ",x-other", containsStringIgnoringCase("authorization"));
  }

  private static void assertAllowed(String asked, Matcher<String> allowed) {
    from(ORIGIN)
        .header("Access-Control-Request-Method", "POST")
        .header("Access-Control-Request-Headers", asked)
        .options("/v1/chat/completions")
        .then()
        .statusCode(204)
        .header("Access-Control-Allow-Headers", allowed);
  }

  @Test
  void everyResponseCarriesTheHeadersAlsoOfRejectedRequests() {
    assertShown(from(ORIGIN).get("/v1/jobs"), 401);
    assertShown(from(ORIGIN).put("/v1/jobs"), 405);
    assertShown(admin(ORIGIN).get("/v1/jobs"), 200);
    assertShown(admin(ORIGIN).get("/v1/nothing"), 404);
    assertShown(admin(ORIGIN).contentType("application/json").body("{").post("/v1/jobs"), 400);
    assertShown(admin(ORIGIN).contentType("text/plain").body("x").post("/v1/jobs"), 415);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example",
        "https://app.example.com.evil.example",
        "http://app.example.com",
        "https://app.example.com:8443",
        "https://APP.example.com",
        "null"
      })
  void otherOriginsGetNoHeaders(String origin) {
    preflight(origin).options("/v1/jobs").then().header(ALLOWED, nullValue());
    assertNotShown(admin(origin).get("/v1/jobs"));
  }

  /** Caches must not show one origin the response to another. */
  @Test
  void withoutAnOriginResponsesSayThatTheyDependOnIt() {
    assertNotShown(Keys.admin().get("/v1/jobs"));
  }

  private static void assertShown(Response response, int status) {
    response
        .then()
        .statusCode(status)
        .header(ALLOWED, is(ORIGIN))
        .header("Access-Control-Expose-Headers", containsStringIgnoringCase("retry-after"));
  }

  private static void assertNotShown(Response response) {
    response.then().statusCode(200).header(ALLOWED, nullValue());
    assertTrue(
        response.headers().getValues("Vary").stream().anyMatch("origin"::equalsIgnoreCase),
        response.headers()::toString);
  }

  private static RequestSpecification preflight(String origin) {
    return from(origin)
        .header("Access-Control-Request-Method", "POST")
        .header("Access-Control-Request-Headers", "authorization, idempotency-key");
  }

  private static RequestSpecification from(String origin) {
    return given().header("Origin", origin);
  }

  private static RequestSpecification admin(String origin) {
    return Keys.admin().header("Origin", origin);
  }

  /** A service with keys and two origins. */
  public static final class WithOrigins implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      Map<String, String> all = new HashMap<>(new WithKeys().getConfigOverrides());
      all.put("errand.access.origins", ORIGIN + ",http://localhost:3000");
      return all;
    }
  }
}
