package dev.errand.api.lists;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.errand.api.testing.StoredJobs;
import dev.errand.store.AttemptEnd;
import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class ResultsQuarkusTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MANY = 250;

  @Inject StoredJobs jobs;

  private final String lane = StoredJobs.freshLane();

  @Test
  void allResultsComeInOneResponseNewestFirst() {
    succeed(MANY, StoredJobs.ANSWER);
    jobs.queued(lane);

    List<JsonNode> lines = lines("");

    List<String> ids = lines.stream().map(line -> line.path("id").asText()).toList();
    assertEquals(MANY, ids.size());
    assertEquals(List.copyOf(new TreeSet<>(ids).descendingSet()), ids);
    assertTrue(lines.stream().allMatch(line -> line.path("output_text").asText().equals("Paris")));
    assertTrue(lines.stream().allMatch(line -> line.at("/usage/input_tokens").asInt() == 12));
    assertTrue(lines.stream().noneMatch(line -> line.has("result") || line.has("request")));
  }

  @Test
  void eachCursorLeadsToTheRest() {
    succeed(MANY, StoredJobs.ANSWER);
    List<JsonNode> all = lines("");
    List<JsonNode> byEnd = lines("&sort=ended_at");

    for (int i : new int[] {0, 99, 100, MANY - 1}) {
      assertEquals(all.subList(i + 1, MANY), lines("&after=" + all.get(i).path("cursor").asText()));
    }
    assertEquals(
        byEnd.subList(10, MANY),
        lines("&sort=ended_at&after=" + byEnd.get(9).path("cursor").asText()));
  }

  @Test
  void aResultIsOneLineHoweverItsJsonIsWritten() {
    succeed(1, StoredJobs.ANSWER.replace(" ", "\n"));

    assertEquals(
        "Paris",
        lines("&include=result,request")
            .getFirst()
            .at("/result/choices/0/message/content")
            .asText());
  }

  @Test
  void jobsWithoutAnAnswerHaveTheirErrors() {
    jobs.queued(lane);
    jobs.fail(jobs.claim(lane));

    JsonNode line = lines("&state=failed").getFirst();

    assertEquals("provider_error", line.at("/error/type").asText());
    assertEquals(404, line.at("/error/http_status").asInt());
    assertEquals(List.of(), lines("&state=succeeded"));
  }

  @Test
  void aSpreadsheetGetsTheSameAsCsv() {
    succeed(1, StoredJobs.ANSWER.replace("Paris", "\\\"Paris\\\", he said.\\nYes"));
    JsonNode line = lines("").getFirst();

    String csv =
        given()
            .accept("text/csv")
            .get("/v1/jobs/results?lane=" + lane)
            .then()
            .statusCode(200)
            .contentType(startsWith("text/csv"))
            .extract()
            .asString();

    String[] records = csv.split("\r\n", -1);
    assertEquals(3, records.length);
    assertTrue(records[0].startsWith("id,state,model,lane,"), records[0]);
    assertTrue(records[1].startsWith(line.path("id").asText() + ",succeeded,gpt-test,"), csv);
    assertTrue(records[1].contains(",\"\"\"Paris\"\", he said.\nYes\",,12,34,46,"), csv);
    assertTrue(records[1].endsWith("," + line.path("cursor").asText()), csv);
    assertEquals("", records[2]);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "=HYPERLINK(A1) | '=HYPERLINK(A1)",
        "- first | '- first",
        "+1-800 | '+1-800",
        "@SUM(A1) | '@SUM(A1)",
        "\\t=A1 | '\t=A1",
        "-5 | -5",
        "+3.25e-7 | +3.25e-7",
        "1 = 1 | 1 = 1"
      },
      quoteCharacter = '`')
  void aSpreadsheetTakesNoAnswerForAFormula(String answer, String expected) {
    succeed(1, StoredJobs.ANSWER.replace("Paris", answer));

    String csv = given().accept("text/csv").get("/v1/jobs/results?lane=" + lane).asString();

    assertTrue(csv.contains("," + expected + ",,12,34,46,"), csv);
    assertEquals(1, lines("").size());
  }

  @Test
  void resultsAreOfEndedJobs() {
    given()
        .get("/v1/jobs/results?state=queued")
        .then()
        .statusCode(400)
        .body("violations[0].message", containsString("must be a final state"));
    given().accept("image/png").get("/v1/jobs/results").then().statusCode(406);
  }

  private void succeed(int count, String answer) {
    jobs.accept(lane, count);
    jobs.leases.end(
        StoredJobs.WORKER,
        jobs
            .leases
            .claim(StoredJobs.WORKER, StoredJobs.LEASE, Map.of(lane, count), Long.MAX_VALUE)
            .stream()
            .map(job -> AttemptEnd.succeeded(job.lease(), answer.getBytes(UTF_8), StoredJobs.CALL))
            .toList());
  }

  private List<JsonNode> lines(String query) {
    return given()
        .get("/v1/jobs/results?lane=" + lane + query)
        .then()
        .statusCode(200)
        .contentType(startsWith("application/x-ndjson"))
        .extract()
        .asString()
        .lines()
        .map(ResultsQuarkusTest::parse)
        .toList();
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(line, e);
    }
  }
}
