package dev.errand.api.console;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;

import dev.errand.api.testing.Browser;
import dev.errand.api.testing.Keys;
import dev.errand.api.testing.WithKeys;
import dev.errand.database.Database;
import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pictures of how many jobs waited and ran. */
@QuarkusTest
@TestProfile(WithKeys.class)
@QuarkusTestResource(EmbeddedDatabase.class)
class DepthPagesQuarkusTest {

  private static final int MOST_BYTES = 100_000;

  @Inject Database database;

  private String tenant;
  private Browser browser;

  @BeforeEach
  void aTenant() {
    tenant = Keys.tenant();
    browser = Browser.with(Keys.create(tenant, "read").key());
  }

  @Test
  void theOverviewShowsTheLastHours() {
    minute(10, "a", 1_200, 7, true);
    minute(10, "b", 34, 1, true);

    browser
        .get("/ui")
        .statusCode(200)
        .body(
            allOf(
                containsString("class=\"running\"></rect>"),
                containsString("class=\"backlog\"></rect>"),
                containsString(": 8 running, 1,234 queued</title>"),
                containsString(": not recorded</title>")));
  }

  @Test
  void thePageOfLanesShowsThoseWithTheLongestQueues() {
    for (int lane = 1; lane <= 13; lane++) {
      minute(10, "<i>" + lane, lane, 0, true);
    }

    browser
        .get("/ui/lanes")
        .statusCode(200)
        .body(
            allOf(
                containsString("<span class=\"id\">&lt;i&gt;13</span>"),
                containsString("<span class=\"id\">&lt;i&gt;2</span>"),
                not(containsString("<span class=\"id\">&lt;i&gt;1</span>")),
                containsString("; at most 13\"")));
  }

  @Test
  void whatWasNotCountedIsNotHidden() {
    minute(10, "a", 100_000, 0, false);

    browser.get("/ui").body(containsString(", at least: 0 running, 100,000 queued</title>"));
  }

  @Test
  void jobsOfOtherTenantsAreOnNoPage() {
    minute(10, "a", 1_200, 7, true);
    Browser other = Browser.with(Keys.create(Keys.tenant(), "read").key());

    other.get("/ui").body(not(containsString("</rect>")));
    other.get("/ui/lanes").body(not(containsString("</path>")));
  }

  @Test
  void manyLanesFitOnThePage() {
    for (int ago = 1; ago < 360; ago++) {
      minute(ago, "a", 1_000_000 - ago, 123_456, false);
    }

    assertThat(browser.get("/ui").extract().asByteArray().length, lessThan(MOST_BYTES));
  }

  private void minute(int ago, String lane, int queued, int running, boolean exact) {
    String minute = "date_trunc('minute', now(), 'UTC') - interval '%d min'".formatted(ago);
    sql("insert into depth_minute values (%s) on conflict do nothing".formatted(minute));
    sql(
        """
        insert into lane_depth (tenant, minute, lane, scheduled, queued, running, exact)
        values ('%s', %s, '%s', 0, %d, %d, %b)
        """
            .formatted(tenant, minute, lane, queued, running, exact));
  }

  private void sql(String sql) {
    database.statement(
        connection -> {
          try (var statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
          }
        });
  }
}
