package dev.errand.api.openai;

import static io.restassured.RestAssured.config;
import static io.restassured.RestAssured.given;
import static io.restassured.config.EncoderConfig.encoderConfig;
import static io.restassured.http.ContentType.TEXT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.api.problem.Problem;
import dev.errand.api.testing.Keys;
import dev.errand.api.testing.OpenAiService;
import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every error on OpenAI's paths is in its envelope; those on Errand's own paths are problems. */
@QuarkusTest
@TestProfile(OpenAiService.class)
@QuarkusTestResource(EmbeddedDatabase.class)
class OpenAiErrorsQuarkusTest {

  private static final String CHAT = "/v1/chat/completions";

  private String tenant;
  private String key;

  @BeforeEach
  void key() {
    tenant = Keys.tenant();
    key = Keys.create(tenant, "submit").key();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"model\": \"chat-1\", \"stream\": true} | 400 | stream | invalid_submission",
        "{\"messages\": []}                        | 400 | model  | invalid_submission",
        "{\"model\": 5}                            | 400 | model  | invalid_submission",
        "{\"model\": \"gpt-0\"}                    | 404 |        | model_not_found",
        "{\"model\": \"chat-1\"                    | 400 |        | invalid_json",
        "[]                                        | 400 |        | invalid_json",
        "''                                        | 400 |        | invalid_json"
      })
  void aRequestThatIsWrongIsRejected(String body, int status, String param, String code) {
    Response response =
        Keys.with(key).contentType("application/json").body(body.getBytes(UTF_8)).post(CHAT);
    assertEnvelope(response, status, code);
    response.then().body("error.param", equalTo(param));
  }

  @Test
  void theMessageNamesTheParameterAsTheClientKnowsIt() {
    Keys.with(key)
        .contentType("application/json")
        .body("{\"model\": \"chat-1\", \"stream\": true}")
        .post(CHAT)
        .then()
        .body("error.message", matchesPattern("stream: must not be true.*"));
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v1/assistants, 404, not_found",
    "POST, /v1/responses, 404, not_found",
    "GET, /v1/none, 404, not_found",
    "OPTIONS, /v1/none, 404, not_found",
    "GET, /v1/chat/completions/x, 404, not_found",
    "GET, /v1/models/none, 404, model_not_found",
    "GET, /v1/models/none%2Fat:all, 404, model_not_found",
    "GET, /v1/chat/completions, 405, method_not_allowed",
    "DELETE, /v1/models/chat-1, 405, method_not_allowed"
  })
  void aPathOrMethodThatIsNotThere(String method, String path, int status, String code) {
    assertEnvelope(Keys.with(key).urlEncodingEnabled(false).request(method, path), status, code);
  }

  @ParameterizedTest
  @ValueSource(strings = {"*/*", "application/json", "text/event-stream", "application/binary"})
  void acceptDecidesNothing(String accept) {
    assertEnvelope(Keys.with(key).header("Accept", accept).get("/v1/assistants"), 404, "not_found");
    Keys.with(key).header("Accept", accept).get("/v1/models").then().statusCode(200);
  }

  @Test
  void aCallerWithoutAKeyOrWithAWrongOne() {
    assertEnvelope(given().get("/v1/models"), 401, "invalid_api_key");
    assertEnvelope(Keys.with("sk-wrong").get("/v1/models"), 401, "invalid_api_key");
    assertEnvelope(Keys.with("sk-wrong").get("/v1/none"), 401, "invalid_api_key");
  }

  @Test
  void aCallerThatMayNot() {
    String reader = Keys.create(tenant, "read").key();
    assertEnvelope(call(Keys.with(reader), "{\"model\": \"chat-1\"}"), 403, "forbidden");
    String limited =
        Keys.create(
                Map.of(
                    "name",
                    "k",
                    "tenant",
                    tenant,
                    "roles",
                    List.of("submit"),
                    "models",
                    List.of("org/*")))
            .key();
    assertEnvelope(call(Keys.with(limited), "{\"model\": \"chat-1\"}"), 403, "forbidden");
  }

  @Test
  void aCallerWithoutRoom() {
    String full =
        Keys.create(
                Map.of("name", "k", "tenant", tenant, "roles", List.of("submit"), "jobs_queued", 0))
            .key();
    Response response = call(Keys.with(full), "{\"model\": \"left-1\"}");
    assertEnvelope(response, 429, "rate_limit_exceeded");
    assertEquals("rate_limit_error", response.path("error.type"));
    assertTrue(Integer.parseInt(response.header("Retry-After")) <= 60);
  }

  @Test
  void aBodyOfAnotherTypeOrTooLarge() {
    RequestSpecification text =
        Keys.with(key)
            .config(
                config().encoderConfig(encoderConfig().encodeContentTypeAs("text/plain", TEXT)));
    assertEnvelope(
        text.header("Content-Type", "text/plain").body("{}".getBytes(UTF_8)).post(CHAT),
        415,
        "unsupported_media_type");
    assertEnvelope(call(Keys.with(key), " ".repeat(5 << 20)), 413, "too_large");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/v1/jobs/none", "/v1/jobs/none/none", "/v1/lanes/none", "/v1/keys/1/2", "/none"})
  void errandsOwnPathsKeepTheirProblems(String path) {
    Keys.admin()
        .get(path)
        .then()
        .statusCode(greaterThanOrEqualTo(400))
        .contentType(Problem.MEDIA_TYPE)
        .body("type", containsString("urn:errand:problem:"));
  }

  private static Response call(RequestSpecification caller, String body) {
    return caller.contentType("application/json").body(body.getBytes(UTF_8)).post(CHAT);
  }

  private static void assertEnvelope(Response response, int status, String code) {
    response
        .then()
        .statusCode(status)
        .contentType("application/json")
        .header("x-request-id", matchesPattern("req_[0-9a-f]{32}"))
        .body("error.code", equalTo(code));
    Map<String, Object> error = response.path("error");
    assertEquals(Set.of("message", "type", "param", "code"), error.keySet());
    assertTrue(error.get("message") instanceof String text && !text.isBlank(), error::toString);
    assertTrue(error.get("type") instanceof String, error::toString);
  }
}
