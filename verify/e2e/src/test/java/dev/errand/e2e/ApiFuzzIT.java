package dev.errand.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.errand.client.Job.State;
import dev.errand.e2e.fuzz.ApiDocument;
import dev.errand.e2e.fuzz.ApiDocument.Operation;
import dev.errand.e2e.fuzz.Credentials;
import dev.errand.e2e.fuzz.FuzzRun;
import dev.errand.e2e.fuzz.Vitals;
import dev.errand.rig.ServiceProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Bad input at volume: random requests to every operation in the API's OpenAPI document, against
 * the packaged service. {@code -Derrand.fuzz.requests} sets their number, {@code
 * -Derrand.fuzz.seed} the seed, which each run prints.
 */
@Isolated("measures what the service holds")
class ApiFuzzIT {

  private static final int THREADS = 8;
  private static final int REQUESTS = Integer.getInteger("errand.fuzz.requests", 3000);

  /** The same seed for everybody, so that a failure belongs to the change that caused it. */
  private static final long SEED = Long.getLong("errand.fuzz.seed", 11);

  /** The allowed growth of the heap: caches that fill once, whatever the number of requests. */
  private static final long HEAP = 24L * 1024 * 1024;

  private static final long SOME = 10;

  private static final Map<String, String> WITH_KEYS = withKeys();

  /** A whole key; what is known of it elsewhere is its id. */
  private static final Pattern KEY = Pattern.compile("errand_[0-9A-Za-z]{12}_[0-9A-Za-z]{49}");

  private static final String ADMINISTERED =
      """
      select string_agg(line, ' ') from (
        select k::text from api_key k union all select t::text from tenant t
        union all select a::text from audit a) lines (line)
      """;

  /** Where there is no operation. */
  private static final Set<String> OTHER_PATHS = Set.of("UNKNOWN", "NOT_FOUND", "root");

  private static Map<String, String> withKeys() {
    Map<String, String> variables = new HashMap<>(Administration.WITH_KEYS);
    variables.put("ERRAND_ACCESS_PUBLIC_DOCS", "true");
    // Requests shorten the retention of the tenant whose jobs are counted in the end.
    variables.put("ERRAND_API_DISPATCH_PURGE", "24H");
    // Requests delete jobs with operations, too.
    variables.put("ERRAND_API_DISPATCH_OPERATIONS", "24H");
    // Requests pause the default lane; calls have one of their own, with the models of the
    // examples.
    variables.put("ERRAND_LANES_CALLS_MODELS", "gpt-5-mini,gpt-3.5-*,text-embedding-*");
    // Longer than the provider takes, shorter than the time limit of responses.
    variables.put("ERRAND_OPENAI_LONGEST_WAIT", "8S");
    return variables;
  }

  @Test
  @Timeout(3600)
  void noRequestBreaksTheApiOrLeavesAnythingBehind() throws Exception {
    System.out.printf("fuzz: -Derrand.fuzz.seed=%d -Derrand.fuzz.requests=%d%n", SEED, REQUESTS);
    try (Installation errand = new Installation("fuzz", WITH_KEYS).withAnyPrompts()) {
      URI api = errand.api().uri();
      List<String> ids = new ArrayList<>(jobsOfEveryEnd(errand));
      Administration admin = new Administration(HttpClient.newHttpClient(), api);
      ids.addAll(FuzzThings.create(admin));
      ApiDocument document = document(api);
      Credentials credentials = new FuzzKeys(admin).create();
      FuzzRun run = new FuzzRun(api, document, credentials, SEED, THREADS);
      ServiceProcess worker = errand.startWorker("calls", Map.of());
      run.send(0, Math.max(800, REQUESTS / 10), ids);
      Vitals before = Vitals.atRest(errand.api());

      long begun = System.nanoTime();
      run.send(1, REQUESTS, ids);
      Duration took = Duration.ofNanos(System.nanoTime() - begun);
      worker.terminate();

      Vitals after = Vitals.atRest(errand.api());
      run.answered()
          .forEach(
              (operation, statuses) -> System.out.println("fuzz: " + operation + " " + statuses));
      System.out.printf(
          "fuzz: %d requests in %s; responses by status, with those of the warm-up: %s%n",
          REQUESTS, took, run.statuses());
      System.out.printf("fuzz: before %s%nfuzz: after  %s%n", before, after);
      assertEquals("", run.faults(), () -> "seed " + SEED + ", log " + complaints(errand.api()));
      assertEveryOperationWasReached(document, run);
      assertNothingBroke(errand.api());
      assertNoKeyIn("log", errand.api().output(), credentials);
      assertNoKeyIn("metrics", after.series().toString(), credentials);
      assertNoKeyIn("database", administered(errand.databaseUrl()), credentials);
      assertNoGrowth(before, after, errand.api().pid());
      assertEquals(Set.of(), madeUpPaths(document, after));
      assertEquals(run.lasting(), stored(errand.databaseUrl(), run.lasting()));
      assertTrue(run.lasting().size() > REQUESTS / 250, "accepted " + run.lasting().size());
    }
  }

  private static void assertEveryOperationWasReached(ApiDocument document, FuzzRun run) {
    for (Operation operation : document.operations()) {
      Set<Integer> statuses = run.answered().getOrDefault(operation.id(), Map.of()).keySet();
      assertTrue(
          statuses.stream().anyMatch(status -> status >= 200 && status < 300),
          () -> operation.id() + " never succeeded: " + statuses);
    }
  }

  private static void assertNothingBroke(ServiceProcess api) throws Exception {
    // But for 501, and how calls end: each such answer was looked at.
    assertEquals(
        0,
        Vitals.sum(api, "http_server_requests_seconds_count\\{.*status=\"5(?!01|02|04)..\".*\\}"));
    assertEquals(List.of(), complaints(api), "in the log");
  }

  /** Neither those that were sent, nor those that the requests created. */
  private static void assertNoKeyIn(String place, String text, Credentials credentials) {
    credentials.secrets().forEach(key -> assertFalse(text.contains(key), "a key in the " + place));
    assertFalse(KEY.matcher(text).find(), "a created key in the " + place);
  }

  /** The service's first complaint. */
  private static List<String> complaints(ServiceProcess api) {
    return api.output()
        .lines()
        .filter(line -> line.matches(".*\\b(ERROR|WARN)\\b.*"))
        .limit(20)
        .toList();
  }

  private static void assertNoGrowth(Vitals before, Vitals after, long pid) throws Exception {
    String both = before + " " + after;
    if (after.heapGrew(before, HEAP)) {
      fail(both + "\n" + Vitals.mostOf(pid));
    }
    assertTrue(after.threads() <= before.threads() + SOME, both);
    assertTrue(after.connections() <= before.connections() + SOME, both);
  }

  /** Labels that are not an operation's path, of which there would be more and more. */
  private static Set<String> madeUpPaths(ApiDocument document, Vitals vitals) {
    Set<String> paths = new TreeSet<>(vitals.labels("uri"));
    paths.removeAll(OTHER_PATHS);
    document.operations().forEach(operation -> paths.remove(operation.path()));
    return paths;
  }

  /** Succeeded and failed jobs, run by a worker that is then stopped. */
  private static List<String> jobsOfEveryEnd(Installation errand) {
    List<UUID> succeeded = new ArrayList<>();
    List<UUID> failed = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      succeeded.add(errand.submit("sim", "succeeds " + i));
      failed.add(errand.submit("sim-400", "fails " + i));
    }
    try (ServiceProcess worker = errand.startWorker("once", Map.of())) {
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> errand.all(succeeded, State.SUCCEEDED) && errand.all(failed, State.FAILED));
      worker.terminate();
    }
    succeeded.addAll(failed);
    return succeeded.stream().map(UUID::toString).toList();
  }

  private static ApiDocument document(URI api) throws IOException {
    return new ApiDocument(
        new ObjectMapper().readTree(api.resolve("/q/openapi?format=json").toURL()));
  }

  /** All keys, tenants and audit entries as the database has them. */
  private static String administered(String url) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      ResultSet row = statement.executeQuery(ADMINISTERED);
      row.next();
      return row.getString(1);
    }
  }

  /** The ids that are in the database. */
  private static Set<String> stored(String url, Set<String> ids) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        PreparedStatement statement =
            connection.prepareStatement("select id::text from job where id = any (?::uuid[])")) {
      statement.setArray(1, connection.createArrayOf("text", ids.toArray()));
      ResultSet rows = statement.executeQuery();
      Set<String> stored = new HashSet<>();
      while (rows.next()) {
        stored.add(rows.getString(1));
      }
      return stored;
    }
  }
}
