package dev.errand.api.usage;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.api.testing.StoredJobs;
import dev.errand.job.Usage;
import dev.errand.store.AttemptEnd;
import dev.errand.store.AttemptEnd.Call;
import dev.errand.store.Lease;
import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What jobs cost, by the API and on the page of usage, where prices are configured. */
@QuarkusTest
@TestProfile(UsageCostQuarkusTest.Priced.class)
@QuarkusTestResource(EmbeddedDatabase.class)
class UsageCostQuarkusTest {

  @Inject StoredJobs stored;

  /** Prices of a model. */
  public static final class Priced implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "errand.currency", "EUR",
          "errand.prices.gpt.models", "gpt-*",
          "errand.prices.gpt.input", "0.25",
          "errand.prices.gpt.output", "2");
    }
  }

  @Test
  void costsAreExactDecimalNumbers() {
    String lane = StoredJobs.freshLane();
    succeed(lane, "0.00000001");
    succeed(lane, "0.00000002");

    String answer =
        given()
            .get("/v1/usage?by=model&lane=" + lane)
            .then()
            .statusCode(200)
            .body("currency", is("EUR"))
            .body("data[0].without_price", is(0))
            .extract()
            .asString();

    assertTrue(answer.contains("\"cost\":0.00000003,"), answer);
  }

  @Test
  void whatHasNoPriceIsCounted() {
    String lane = StoredJobs.freshLane();
    succeed(lane, "1000");
    stored.queued(lane);
    stored.succeed(stored.claim(lane), StoredJobs.ANSWER);

    String answer =
        given()
            .get("/v1/usage?lane=" + lane)
            .then()
            .body("data[0].without_price", is(1))
            .extract()
            .asString();

    assertTrue(answer.contains("\"cost\":1000,"), answer);
  }

  @Test
  void thePageHasTheCostInItsTableAndOverTime() {
    String lane = StoredJobs.freshLane();
    succeed(lane, "0.0004455");
    succeed(lane, "1234.5");

    given()
        .get("/ui/usage?by=lane&lane=" + lane)
        .then()
        .statusCode(200)
        .body(
            allOf(
                containsString("<th scope=\"col\" class=\"n\">Cost in EUR</th>"),
                containsString("<td class=\"n\">1,234.50</td><td class=\"n\">0</td>"),
                containsString("<h2>Cost</h2>"),
                containsString("at most 1,234.50"),
                containsString(": 1,234.50 EUR</title>"),
                not(containsString("errand.prices"))));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 24, 48, 49, 72, 30 * 24, 50 * 24, 51 * 24, 400 * 24, 9_000 * 24})
  void aLongTimeIsASmallPageToo(long hours) {
    String lane = StoredJobs.freshLane();
    succeed(lane, "1");
    Instant from = Instant.now().minus(Duration.ofHours(hours)).truncatedTo(ChronoUnit.SECONDS);

    String page =
        given()
            .queryParam("lane", lane)
            .queryParam("after", from.toString())
            .get("/ui/usage")
            .then()
            .statusCode(200)
            .extract()
            .asString();

    List<String> bars =
        Pattern.compile("<title>([^<]*)</title></g>")
            .matcher(page.split("</svg>")[0])
            .results()
            .map(bar -> bar.group(1))
            .toList();
    assertTrue(bars.size() <= 50, bars.size() + " bars");
    assertTrue(bars.getLast().contains(": 1 succeeded,"), bars.toString());
    assertTrue(page.length() < 60_000, page.length() + " characters");
  }

  @Test
  void anAttemptHasItsCost() {
    UUID job = succeed(StoredJobs.freshLane(), "0.00044550");

    String answer = given().get("/v1/jobs/" + job).then().statusCode(200).extract().asString();
    assertTrue(answer.contains("\"cost\":0.0004455}"), answer);
    given()
        .get("/ui/jobs/" + job)
        .then()
        .body(
            allOf(
                containsString("<th scope=\"col\" class=\"n\">EUR</th>"),
                containsString("<td class=\"n\">0.000446</td>")));
  }

  private UUID succeed(String lane, String cost) {
    stored.queued(lane);
    Call call = new Call(200, null, new Usage(1L, 1L, 2L)).costing(new BigDecimal(cost));
    Lease lease = stored.claim(lane).lease();
    stored.end(AttemptEnd.succeeded(lease, new byte[] {'{', '}'}, call));
    return lease.job();
  }
}
