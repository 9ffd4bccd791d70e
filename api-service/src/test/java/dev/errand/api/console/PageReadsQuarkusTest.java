package dev.errand.api.console;

import static dev.errand.api.testing.Keys.admin;
import static dev.errand.api.testing.Keys.send;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.api.testing.Browser;
import dev.errand.api.testing.WithKeys;
import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Pages whose statements do not end: somebody has locked what only they read. */
@QuarkusTest
@TestProfile(WithKeys.class)
@QuarkusTestResource(EmbeddedDatabase.class)
class PageReadsQuarkusTest {

  private static final int VIEWERS = 30;

  @ConfigProperty(name = "errand.database.url")
  String url;

  @Test
  void aPageThatTakesTooLongSaysSo() throws SQLException {
    Browser browser = Browser.with(WithKeys.BOOTSTRAP);
    try (Connection lock = locked()) {
      browser
          .get("/ui/usage")
          .statusCode(503)
          .header("Retry-After", notNullValue())
          .contentType("text/html")
          .body(containsString("This took too long: narrow the filter"));
      lock.rollback();
    }
    browser.get("/ui/usage").statusCode(200);
  }

  @Test
  void viewersNeverKeepSubmissionsFromTheDatabase() throws Exception {
    Browser browser = Browser.with(WithKeys.BOOTSTRAP);
    try (Connection lock = locked();
        ExecutorService viewers = Executors.newFixedThreadPool(VIEWERS)) {
      List<Future<Integer>> pages = new ArrayList<>();
      for (int i = 0; i < VIEWERS; i++) {
        String path = "/ui/usage?model=m" + i;
        pages.add(viewers.submit(() -> browser.get(path).extract().statusCode()));
      }
      await().until(() -> waiting(lock) > 0);
      for (int i = 0; i < 5; i++) {
        send(admin(), Map.of("model", "m", "prompt", "p")).post("/v1/jobs").then().statusCode(202);
        assertTrue(waiting(lock) <= 2, "pages have more than two connections");
      }
      for (Future<Integer> page : pages) {
        assertEquals(503, page.get());
      }
    }
  }

  /** How many of the pages' statements wait for the lock. */
  private static int waiting(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                select count(*) from pg_locks l join pg_stat_activity a using (pid)
                where not l.granted and l.relation = 'usage_hour'::regclass
                  and l.mode = 'AccessShareLock' and a.query not like '%tenant t%'
                """)) {
      row.next();
      return row.getInt(1);
    }
  }

  private Connection locked() throws SQLException {
    Connection connection = DriverManager.getConnection(url);
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("lock table usage_hour in access exclusive mode");
    }
    return connection;
  }
}
