package dev.errand.api.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.api.problem.Problem;
import dev.errand.api.testing.RawClient;
import dev.errand.testing.EmbeddedDatabase;
import dev.errand.testing.Management;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that no library would send. */
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class OddRequestsQuarkusTest {

  @TestHTTPResource("/")
  URI server;

  @ParameterizedTest
  @ValueSource(strings = {"X-Other: y", "Host: localhost b", "Host: localhost:b:c"})
  void aRequestWithoutAHostIsAnsweredWithAProblem(String header) throws IOException {
    String head = head("GET /v1 HTTP/1.1\r\n" + header + "\r\n\r\n");

    assertTrue(head.startsWith("HTTP/1.1 400 "), head);
    assertTrue(head.contains(Problem.MEDIA_TYPE), head);
  }

  /** It is rejected before any filter. */
  @Test
  void onOpenAisPathsTheErrorOfSuchARequestHasAnIdNevertheless() throws IOException {
    String head = head("GET /v1/models HTTP/1.1\r\nX-Other: y\r\n\r\n");

    assertTrue(head.startsWith("HTTP/1.1 400 "), head);
    assertTrue(head.contains("x-request-id: req_"), head);
  }

  /** The only requests that are rejected without a problem document: they never reach Errand. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET /v1 HTTP/1.1~Host: localhost~no header | 400",
        "GET /v1 HTTP/1.1~Host: localhost~Content-Length: five | 400",
        "GET | 400",
        "GET /v1/jobs?% HTTP/1.1~Host: localhost | 400",
        "GET /{long} HTTP/1.1~Host: localhost | 414",
        "GET /v1 HTTP/1.1~Host: localhost~X: {long} | 431"
      })
  void unparsableRequestsGetAResponseWithoutABody(String request, int status) throws IOException {
    String lines = request.replace("{long}", "x".repeat(30_000)).replace("~", "\r\n");

    String head = head(lines + "\r\n\r\n");

    assertTrue(head.matches("(?s)HTTP/1\\.[01] " + status + " .*"), head);
    assertFalse(head.toLowerCase(Locale.ROOT).contains("content-type"), head);
  }

  @ParameterizedTest
  @CsvSource({
    "X-Other: y, /v1/jobs, 400",
    "Host: localhost, /v1/jobs?%, 400",
    "Host: localhost, v1/jobs, 404"
  })
  void theBodyOfARejectedRequestDoesNotDelayTheNextOne(String header, String target, int status)
      throws IOException {
    try (RawClient client = new RawClient(server)) {
      client.send(
          "POST %s HTTP/1.1\r\n%s\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n"
              .formatted(target, header));
      client.send(" ".repeat(100_000));
      String refusal = client.readHead();
      assertTrue(refusal.startsWith("HTTP/1.1 " + status + " "), refusal);
      client.read(Integer.parseInt(refusal.replaceAll("(?s).*content-length: ([0-9]+).*", "$1")));

      client.send("GET /v1 HTTP/1.1\r\nHost: localhost\r\n\r\n");

      String next = client.readHead();
      assertTrue(next.startsWith("HTTP/1.1 200 "), next);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"multipart/form-data", "application/x-www-form-urlencoded; charset=utf-8"})
  void aFormIsRejectedAsOneWhateverIsInIt(String type) throws IOException {
    for (String path : List.of("/v1/jobs", "/v1/jobs/bulk")) {
      String head =
          head(
              "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nContent-Type: %s\r\n\r\n%%--"
                  .formatted(path, type));
      assertTrue(head.startsWith("HTTP/1.1 415 "), head);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/v1/none", "/v1/none/%25;x", "/v1/none/%c3%28", "/v1/jobs/a;b/x%25x/%3B", "v1"})
  void anUnknownPathIsReportedAsRequested(String path) throws IOException {
    try (RawClient client = new RawClient(server)) {
      client.send("GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(path));

      String head = client.readHead();

      assertTrue(head.startsWith("HTTP/1.1 404 "), head);
      int length = Integer.parseInt(head.replaceAll("(?s).*content-length: ([0-9]+).*", "$1"));
      String problem = client.read(length);
      assertTrue(problem.contains("No such path: " + path + ". "), problem);
    }
  }

  @Test
  void aFormWithAnUnknownMethodIsNotADefect() throws IOException {
    String head =
        head(
            "M1 /v1/jobs/bulk HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n"
                + "Content-Type: multipart/form-data; boundary=x\r\n\r\n{}");

    assertTrue(head.startsWith("HTTP/1.1 405 "), head);
  }

  @Test
  void valuesInventedByClientsDoNotBecomeLabels() throws IOException {
    String id = "01a1feac-cb9f-7000-94c1-ae5ece46ed9f";
    head("MADEUP /v1/jobs HTTP/1.1\r\nHost: localhost\r\n\r\n");
    head("GET /v1/jobs/" + id + "/cancel HTTP/1.1\r\nHost: localhost\r\n\r\n");
    head("DELETE /v1/jobs/bulk;made=up HTTP/1.1\r\nHost: localhost\r\n\r\n");
    head("DELETE /v1/jobs/" + id + "/cancel;made=up HTTP/1.1\r\nHost: localhost\r\n\r\n");
    head("OPTIONS /v1/jobs/invented HTTP/1.1\r\nHost: localhost\r\n\r\n");
    head("GET /v1/jobs/" + id + " HTTP/1.1\r\nHost: localhost\r\n\r\n");

    given()
        .get(Management.url("/q/metrics"))
        .then()
        .body(containsString("method=\"OTHER\""))
        .body(containsString("uri=\"/v1/jobs/{id}\""))
        .body(not(containsString("invented")))
        .body(not(containsString("MADEUP")))
        .body(not(containsString(id)))
        .body(not(containsString("made=up")));
  }

  private String head(String request) throws IOException {
    try (RawClient client = new RawClient(server)) {
      client.send(request);
      return client.readHead();
    }
  }
}
