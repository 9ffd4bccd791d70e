package dev.errand.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.e2e.tenants.Api;
import dev.errand.e2e.tenants.Api.Request;
import java.net.http.HttpClient;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A tenant with a limit of running calls beside one without, on several workers. */
class RunningCallsIT {

  private static final int LIMIT = 3;
  private static final int JOBS = 40;
  private static final Duration SOON = Duration.ofSeconds(90);
  private static final Duration AGAIN = Duration.ofMillis(10);

  private static final String COUNTS =
      """
      select count(*) filter (where tenant = 'small' and state = 'running') as small,
        count(*) filter (where tenant = 'large' and state = 'running') as large,
        count(*) filter (where tenant = 'small' and state = 'succeeded') as small_ended,
        count(*) filter (where tenant = 'large' and state = 'succeeded') as large_ended
      from job
      """;

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Test
  void noMoreCallsOfATenantRunThanItMayHaveAndOthersPassIt() throws Exception {
    try (Installation errand = new Installation("running", Administration.WITH_KEYS);
        Connection database = DriverManager.getConnection(errand.databaseUrl());
        Statement look = database.createStatement()) {
      Administration admin = new Administration(HTTP, errand.api().uri());
      Api small = admin.tenant("small", "submit", "read");
      Api large = admin.tenant("large", "submit", "read");
      admin.ok(
          admin.api(),
          Request.json("PATCH", "/v1/tenants/small", "{\"calls_running\": %d}".formatted(LIMIT)));
      for (int worker = 1; worker <= 3; worker++) {
        errand.startWorker("w" + worker, Map.of("ERRAND_WORKER_CONCURRENCY", "8"));
      }
      admin.ok(
          admin.api(),
          Request.json("POST", "/v1/lanes/default/pause", "{\"reason\": \"until all wait\"}"));
      submit(admin, small, 100);
      submit(admin, large, 0);
      admin.ok(admin.api(), Request.of("POST", "/v1/lanes/default/resume"));

      Counts most = new Counts(0, 0, 0, 0);
      long end = System.nanoTime() + SOON.toNanos();
      while (most.smallEnded < JOBS || most.largeEnded < JOBS) {
        Counts now = Counts.read(look);
        assertTrue(now.small <= LIMIT, now::toString);
        // The limited tenant's have the highest priority, so they would have been the first.
        assertTrue(now.smallEnded < JOBS || now.largeEnded == JOBS, now::toString);
        assertTrue(System.nanoTime() < end, now::toString);
        most = most.most(now);
        Thread.sleep(AGAIN);
      }

      assertEquals(LIMIT, most.small);
      assertTrue(most.large > LIMIT, most::toString);
    }
  }

  private static void submit(Administration admin, Api tenant, int priority) {
    for (int i = 0; i < JOBS; i++) {
      admin.ok(
          tenant,
          Request.json(
              "POST",
              "/v1/jobs",
              "{\"model\": \"sim-latency-300ms\", \"prompt\": \"%d\", \"priority\": %d}"
                  .formatted(i, priority)));
    }
  }

  private record Counts(int small, int large, int smallEnded, int largeEnded) {

    static Counts read(Statement statement) throws SQLException {
      try (ResultSet row = statement.executeQuery(COUNTS)) {
        row.next();
        return new Counts(row.getInt(1), row.getInt(2), row.getInt(3), row.getInt(4));
      }
    }

    Counts most(Counts other) {
      return new Counts(
          Math.max(small, other.small),
          Math.max(large, other.large),
          Math.max(smallEnded, other.smallEnded),
          Math.max(largeEnded, other.largeEnded));
    }
  }
}
