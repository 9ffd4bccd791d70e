package dev.errand.api.http;

import static io.restassured.RestAssured.config;
import static io.restassured.RestAssured.given;
import static io.restassured.config.EncoderConfig.encoderConfig;
import static io.restassured.http.ContentType.TEXT;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.api.problem.ErrorStyle;
import dev.errand.api.problem.Problem;
import dev.errand.api.testing.RawClient;
import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The methods and types that each path accepts, and the responses to others. */
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class MethodsQuarkusTest {

  private static final String ID = "019a3c5e-7d10-7a52-9d3e-0f6a4c1b2d3e";

  static Stream<Arguments> methodsThatAreNotThere() {
    return Operations.all().stream()
        .flatMap(
            path ->
                Stream.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND")
                    .filter(method -> !Set.of(path.methods().split(", ")).contains(method))
                    .map(
                        method ->
                            Arguments.of(
                                method,
                                path.template()
                                    .replace("{id}", ID)
                                    .replace("{lane}", "default")
                                    .replace("{name}", "default")
                                    .replace("{model}", "org/model"),
                                path.methods())));
  }

  @TestHTTPResource("/")
  URI server;

  @Test
  void theMethodsAreThoseOfTheOpenApiDocument() {
    Map<String, Map<String, Object>> paths =
        given().get("/q/openapi?format=json").then().extract().jsonPath().getMap("paths");
    Map<String, Set<String>> documented = new TreeMap<>();
    paths.forEach(
        (path, operations) -> {
          Set<String> methods = new TreeSet<>(Set.of("OPTIONS"));
          operations.keySet().stream()
              .map(name -> name.toUpperCase(Locale.ROOT))
              .filter(Set.of("GET", "POST", "DELETE", "PUT", "PATCH")::contains)
              .forEach(methods::add);
          if (methods.contains("GET")) {
            methods.add("HEAD");
          }
          documented.put(path, methods);
        });

    Map<String, Set<String>> known = new TreeMap<>();
    Operations.all()
        .forEach(
            path ->
                known.put(
                    path.template(), new TreeSet<>(Arrays.asList(path.methods().split(", ")))));
    assertEquals(documented, known);
  }

  @ParameterizedTest
  @MethodSource("methodsThatAreNotThere")
  void anUnsupportedMethodIsRejectedWithTheSupportedOnes(String method, String path, String allow) {
    given()
        .request(method, path)
        .then()
        .statusCode(405)
        .header("Allow", equalTo(allow))
        .contentType(errorType(path))
        .body(
            method.equals("HEAD")
                ? is(emptyString())
                : containsString("the method %s is not supported here".formatted(method)));
  }

  @ParameterizedTest
  @CsvSource({
    "/v1, 'GET, HEAD, OPTIONS', ",
    "/v1/lanes, 'GET, HEAD, OPTIONS', ",
    "/v1/lanes/, 'GET, HEAD, OPTIONS', ",
    "/v1/lanes/default/pause, 'OPTIONS, POST', application/json",
    "/v1/lanes/default/resume, 'OPTIONS, POST', ",
    "/v1/jobs, 'GET, HEAD, OPTIONS, POST', application/json",
    "/v1/jobs/bulk, 'OPTIONS, POST', 'application/x-ndjson, application/jsonl,"
        + " application/json-lines'",
    "/v1/jobs/" + ID + ", 'DELETE, GET, HEAD, OPTIONS', ",
    "/v1/jobs/" + ID + "/cancel, 'OPTIONS, POST', ",
    "/v1/jobs/" + ID + "/retry, 'OPTIONS, POST', ",
    "/v1/chat/completions, 'OPTIONS, POST', application/json",
    "/v1/files, 'GET, HEAD, OPTIONS, POST', multipart/form-data",
    "/v1/files/file-1, 'DELETE, GET, HEAD, OPTIONS', ",
    "/v1/files/file-1/content, 'GET, HEAD, OPTIONS', ",
    "/v1/batches, 'GET, HEAD, OPTIONS, POST', application/json",
    "/v1/batches/batch_1, 'GET, HEAD, OPTIONS', ",
    "/v1/batches/batch_1/cancel, 'OPTIONS, POST', ",
    "/v1/batches/batch_1/results, 'GET, HEAD, OPTIONS', ",
    "/v1/uploads, 'OPTIONS, POST', application/json",
    "/v1/uploads/upload_1/parts, 'OPTIONS, POST', multipart/form-data",
    "/v1/uploads/upload_1/complete, 'OPTIONS, POST', application/json",
    "/v1/uploads/upload_1/cancel, 'OPTIONS, POST', ",
    "/v1/models/org/a:7b, 'GET, HEAD, OPTIONS', "
  })
  void optionsListsWhatAPathAccepts(String path, String allow, String types) {
    given()
        .options(path)
        .then()
        .statusCode(204)
        .header("Allow", equalTo(allow))
        .header("Accept-Post", types == null ? nullValue(String.class) : equalTo(types))
        .body(is(emptyString()));
  }

  @ParameterizedTest
  @CsvSource({"/v1/nothing", "/v1/jobs/" + ID + "/nothing", "/v1/jobs//cancel", "/nothing"})
  void optionsOfNoPathIsNotFound(String path) throws IOException {
    try (RawClient client = new RawClient(server)) {
      client.send("OPTIONS %s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(path));
      String head = client.readHead();
      assertTrue(head.startsWith("HTTP/1.1 404 "), head);
      assertTrue(head.contains(errorType(path)), head);
    }
  }

  private static String errorType(String path) {
    return switch (ErrorStyle.at(path)) {
      case PROBLEM -> Problem.MEDIA_TYPE;
      case PAGE -> "text/html";
      case ENVELOPE -> "application/json";
    };
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/jobs, text/plain, application/json",
    "/v1/jobs, application/xml, application/json",
    "/v1/jobs, application/x-www-form-urlencoded, application/json",
    "/v1/jobs, multipart/form-data; boundary=x, application/json",
    "/v1/jobs, application/x-ndjson, application/json",
    "/v1/jobs/bulk, application/json, application/x-ndjson",
    "/v1/jobs/bulk, text/csv, application/x-ndjson",
    "/v1/jobs/bulk, application/x-www-form-urlencoded, application/x-ndjson"
  })
  void anUnsupportedTypeIsRejectedWithTheSupportedOnes(String path, String type, String taken) {
    given()
        // Otherwise the client would send a form.
        .config(
            config()
                .encoderConfig(
                    encoderConfig().encodeContentTypeAs("application/x-www-form-urlencoded", TEXT)))
        .header("Content-Type", type)
        .body("{}".getBytes())
        .post(path)
        .then()
        .statusCode(415)
        .header("Accept-Post", containsString(taken))
        .body("detail", containsString("is not supported here; use " + taken))
        .body("detail", containsString(type.split(";")[0]));
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/jobs, application/json, gzip",
    "/v1/jobs, application/json, br",
    "/v1/jobs/bulk, application/x-ndjson, deflate"
  })
  void aCompressedBodyIsRejectedWithAHintToSendItUncompressed(
      String path, String type, String coding) {
    given()
        .header("Content-Type", type)
        .header("Content-Encoding", coding)
        .body("{}".getBytes())
        .post(path)
        .then()
        .statusCode(415)
        .header("Accept-Encoding", equalTo("identity"))
        .body(
            "detail",
            equalTo(
                "Content-Encoding " + coding + " is not supported; send the body uncompressed"));
  }

  @ParameterizedTest
  @CsvSource({"/v1", "/v1/lanes", "/v1/jobs"})
  void headIsGetWithoutABody(String path) {
    given().head(path).then().statusCode(200).body(is(emptyString()));
  }

  @ParameterizedTest
  @CsvSource({
    "text/html, 406",
    "application/xml, 406",
    "application/*, 200",
    "'text/html, */*;q=0.1', 200"
  })
  void anAnswerInAnotherFormIsNotAcceptable(String accept, int status) {
    given()
        .header("Accept", accept)
        .get("/v1/lanes")
        .then()
        .statusCode(status)
        .body("detail", anyOf(nullValue(), equalTo("no representation matches Accept: " + accept)));
  }
}
