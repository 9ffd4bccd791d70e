package dev.errand.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.errand.e2e.clients.ClientScripts;
import dev.errand.e2e.clients.ClientScripts.Result;
import dev.errand.e2e.tenants.Api.Request;
import dev.errand.rig.Waiting;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Clients of OpenAI's API, unmodified, as scripts against the packaged services. Where {@code
 * ./errand test} can't install one, it says so.
 */
class OpenAiClientsIT {

  private static final int ATTEMPTS = 3;
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static final Path GUIDE = Path.of("../../docs/guide/openai.md");
  private static final String COMMAND = "$ python3 examples/openai-python/batch.py\n";

  private static Installation errand;
  private static Administration admin;

  @BeforeAll
  static void start() {
    Map<String, String> settings = new HashMap<>(Administration.WITH_KEYS);
    settings.put("ERRAND_API_JOB_MAX_ATTEMPTS", Integer.toString(ATTEMPTS));
    settings.put("ERRAND_LANES_SLASHED_MODELS", "org/name:tag");
    errand = new Installation("clients", settings).withAnyPrompts();
    errand.startWorker("w", Map.of("ERRAND_WORKER_RETRY_BASE", "100ms"));
    admin = new Administration(HTTP, errand.api().uri());
    Waiting.until("the provider's models", SOON, OpenAiClientsIT::modelsAreKnown);
  }

  private static boolean modelsAreKnown() {
    return admin.api().send(Request.of("GET", "/v1/models/sim")).status() == 200;
  }

  @AfterAll
  static void stop() {
    errand.close();
  }

  /** The number of checks is counted here, so that none vanishes. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "PYTHON, main.py, 50",
    "NODE_6, main.mjs, 37",
    "NODE_7, main.mjs, 37",
    "AI, ai.mjs, 13"
  })
  void allChecksOfAClientPass(ClientScripts client, String script, int checks) {
    assumeTrue(client.isInstalled(), "not installed; ./errand test says why");

    Result result = client.check(script, variables(name(client)));

    System.out.printf("%s:%n%s", client, result.output());
    assertEquals(0, result.status(), result::output);
    assertEquals(checks, result.lines("ok").size(), result::output);
    assertTrue(result.output().endsWith(checks + " checks passed\n"), result::output);
  }

  /** The examples have nothing that is for Errand, and print what the guide shows. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({"PYTHON, batch.py", "NODE_6, batch.mjs", "NODE_7, batch.mjs"})
  void theExampleOfTheGuideWorks(ClientScripts client, String script) throws IOException {
    assumeTrue(client.isInstalled(), "not installed; ./errand test says why");

    Result result = client.example(script, variables(name(client) + "-example"));

    System.out.printf("%s:%n%s", client, result.output());
    assertEquals(0, result.status(), result::output);
    assertEquals(shown(), result.output());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"PYTHON, chat.py", "NODE_6, chat.mjs", "NODE_7, chat.mjs"})
  void onlyTheAddressOfAProgramChanges(ClientScripts client, String script) {
    assumeTrue(client.isInstalled(), "not installed; ./errand test says why");

    Result result = client.example(script, variables(name(client) + "-chat"));

    assertEquals(0, result.status(), result::output);
    assertEquals("The capital of France is Paris.\n", result.output());
  }

  /** The output that the guide shows. */
  private static String shown() throws IOException {
    String guide = Files.readString(GUIDE);
    int begin = guide.indexOf(COMMAND) + COMMAND.length();
    return guide.substring(begin, guide.indexOf("$ ", begin));
  }

  private static String name(ClientScripts client) {
    return client.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** A tenant of its own for each script, so that lists have exactly what it has created. */
  private static Map<String, String> variables(String tenant) {
    String other = tenant + "-other";
    return Map.of(
        "ATTEMPTS", Integer.toString(ATTEMPTS),
        "OPENAI_BASE_URL", errand.api().uri() + "/v1",
        "OPENAI_API_KEY", admin.tenant(tenant, "submit", "read").key(),
        "OTHER_KEY", admin.tenant(other, "submit", "read").key(),
        "READ_KEY", key(tenant, "", "read"),
        "LIMITED_KEY", key(tenant, ", \"requests_per_second\": 2", "submit"),
        "SIMULATOR_URL", errand.simulator().baseUri().resolve("/").toString().replaceAll("/$", ""));
  }

  private static String key(String tenant, String settings, String role) {
    return admin.key(tenant, settings, role).path("key").asText();
  }
}
