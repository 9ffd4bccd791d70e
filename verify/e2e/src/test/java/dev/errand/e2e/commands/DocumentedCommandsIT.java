package dev.errand.e2e.commands;

import static dev.errand.e2e.commands.DocumentedCommands.API;
import static dev.errand.e2e.commands.DocumentedCommands.BULK;
import static dev.errand.e2e.commands.DocumentedCommands.DEV;
import static dev.errand.e2e.commands.DocumentedCommands.DOCS;
import static dev.errand.e2e.commands.DocumentedCommands.EXPORT;
import static dev.errand.e2e.commands.DocumentedCommands.KEY;
import static dev.errand.e2e.commands.DocumentedCommands.NOT_RUN;
import static dev.errand.e2e.commands.DocumentedCommands.PASSED_ON;
import static dev.errand.e2e.commands.DocumentedCommands.POLL;
import static dev.errand.e2e.commands.DocumentedCommands.PROVIDER;
import static dev.errand.e2e.commands.DocumentedCommands.RABBITMQ;
import static dev.errand.e2e.commands.DocumentedCommands.REPOSITORY;
import static dev.errand.e2e.commands.DocumentedCommands.RUN;
import static dev.errand.e2e.commands.DocumentedCommands.SIMULATED;
import static dev.errand.e2e.commands.DocumentedCommands.SIMULATOR;
import static dev.errand.e2e.commands.DocumentedCommands.SUBMIT;
import static dev.errand.e2e.commands.DocumentedCommands.TENANT;
import static dev.errand.e2e.commands.DocumentedCommands.WORKER;
import static dev.errand.e2e.commands.Typing.SOON;
import static dev.errand.e2e.commands.Typing.json;
import static dev.errand.e2e.commands.Typing.replace;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.errand.e2e.Packaging;
import dev.errand.e2e.commands.ConsoleCommands.Command;
import dev.errand.rig.FreePorts;
import dev.errand.simulator.Simulator;
import dev.errand.simulator.SimulatorOptions;
import dev.errand.testing.RabbitMq;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the documented commands literally: only ports, hosts, secrets and ids are replaced. {@link
 * DocumentedCommands#NOT_RUN} has those that cannot be run, with the reasons; a command in neither
 * list is a failure.
 */
class DocumentedCommandsIT {

  private static final Pattern HEALTH = Pattern.compile("Health     (http://\\S+)");

  @TempDir static Path directory;
  private static Checkout checkout;

  private final Typing typing = new Typing(checkout);

  @BeforeAll
  static void checkOut() {
    assumeTrue(Packaging.tested() == Packaging.JAR, "./errand starts jars");
    checkout = new Checkout(REPOSITORY, directory);
  }

  @AfterAll
  static void close() {
    if (checkout != null) {
      checkout.close();
    }
  }

  @Test
  void everyDocumentedCommandIsRunHereOrSaysWhyNot() {
    List<String> neither =
        DOCS.all().stream()
            .filter(command -> !RUN.contains(command))
            .filter(command -> NOT_RUN.keySet().stream().noneMatch(command.text()::startsWith))
            .map(Command::toString)
            .toList();
    assertEquals(List.of(), neither);
    List<String> gone =
        NOT_RUN.keySet().stream()
            .filter(start -> DOCS.all().stream().noneMatch(it -> it.text().startsWith(start)))
            .toList();
    assertEquals(List.of(), gone);
  }

  @Test
  void theFirstScreenWorks() {
    try (Terminal _ = typing.dev("dev", DEV, Map.of())) {
      JsonNode submitted = json(typing.curl("submit", SUBMIT));
      assertTrue(submitted.path("id").asText().matches("[0-9a-f-]{36}"), submitted.toString());
      assertEquals("queued", submitted.path("state").asText());
      assertEquals("sim", submitted.path("model").asText());

      String id = submitted.path("id").asText();
      JsonNode job =
          typing.awaitSucceeded(POLL.text().replaceFirst("jobs/[0-9a-f-]{36}", "jobs/" + id));
      assertEquals("The capital of France is Paris.", job.path("output_text").asText());
      assertEquals(1, job.path("attempts").size());

      String lines = typing.curl("bulk", BULK);
      assertEquals(11, lines.lines().count(), lines);
      // One of them has a delay.
      lines.lines().limit(10).forEach(line -> assertTrue(isAccepted(json(line)), line));
      assertTrue(lines.contains("{\"summary\":{\"lines\":10,\"accepted\":10,"), lines);
    }
  }

  private static boolean isAccepted(JsonNode job) {
    return List.of("queued", "scheduled").contains(job.path("state").asText());
  }

  @Test
  void aConfiguredProviderGetsTheRequestUnchanged() {
    try (Simulator provider = Simulator.start(SimulatorOptions.anyPort());
        Terminal dev =
            typing.dev(
                "provider",
                PROVIDER,
                Map.of("localhost:8000", "localhost:" + provider.baseUri().getPort()))) {
      assertTrue(dev.output().contains("Provider   as configured"), dev.output());
      String id = json(typing.curl("passed-on", PASSED_ON)).path("id").asText();
      JsonNode job = typing.awaitSucceeded("curl -s http://127.0.0.1:8080/v1/jobs/" + id);
      assertEquals("llama3.2", job.path("model").asText());
      assertEquals(3, job.path("max_attempts").asInt());
      // Not the total: a delayed job of another test may become due.
      assertEquals(1, provider.calls().count("Hi"));
    }
  }

  @Test
  void rabbitMqIsReallyUsed() {
    RabbitMq rabbit = new RabbitMq();
    Map<String, String> own = Map.of("ERRAND_RABBITMQ_QUEUE_PREFIX", prefix(rabbit));
    try (Terminal dev =
        typing.dev("rabbitmq", RABBITMQ, replaced(rabbit, "guest:guest@localhost:5672"), own)) {
      assertFalse(dev.output().contains("NOT IN USE"), dev.output());
      await().atMost(SOON).untilAsserted(() -> assertEquals(3, consumers(rabbit)));
      JsonNode health = json(checkout.output("health", "curl -s " + health(dev)));
      assertTrue(health.toString().contains("\"connected\":true"), health.toString());
      String id = json(typing.curl("rabbitmq-submit", SUBMIT)).path("id").asText();
      typing.awaitSucceeded("curl -s http://127.0.0.1:8080/v1/jobs/" + id);
    } finally {
      rabbit.stop();
    }
  }

  @Test
  void eachServiceRunsByItselfWithTheExportedVariables() throws SQLException {
    RabbitMq rabbit = new RabbitMq();
    Map<String, String> replaced = new HashMap<>(replaced(rabbit, "user:password@mq:5672"));
    replaced.put("db:5432/errand", OwnedDatabase.of("errand", "secret"));
    replaced.put("DATABASE_PASSWORD=...", "DATABASE_PASSWORD=secret");
    String export = replace(EXPORT.text(), replaced) + "\n";
    try (Simulator provider = Simulator.start(SimulatorOptions.anyPort());
        Terminal service = checkout.type("api", export + API.text(), own(rabbit, typing.port()));
        Terminal worker =
            checkout.type(
                "worker",
                export
                    + "export OPENAI_BASE_URL="
                    + provider.baseUri()
                    + "\n"
                    + replace(WORKER.text(), Map.of("sk-...", "sk-simulated")),
                own(rabbit, typing.port()))) {
      service.awaitOutput("Listening on");
      worker.awaitOutput("Listening on");
      await().atMost(SOON).untilAsserted(() -> assertEquals(1, consumers(rabbit)));
      String admin = export + "ADMIN=$ERRAND_ACCESS_BOOTSTRAP_KEY\n";
      JsonNode tenant = json(checkout.output("tenant", admin + typing.at(TENANT.text())));
      assertEquals("acme", tenant.path("name").asText(), tenant.toString());
      String key = json(checkout.output("key", admin + typing.at(KEY.text()))).path("key").asText();
      String curl = "curl -s -H 'Authorization: Bearer %s' ".formatted(key);
      String submit = replace(SUBMIT.text(), Map.of("curl -s ", curl));
      String id = json(checkout.output("own-submit", typing.at(submit))).path("id").asText();
      typing.awaitSucceeded(curl + "http://127.0.0.1:8080/v1/jobs/" + id);
      assertTrue(service.output().contains("errand-api-service " + version()), service.output());
      assertTrue(worker.output().contains("errand-worker-service " + version()), worker.output());
    } finally {
      rabbit.stop();
    }
  }

  @Test
  void theSimulatorRunsByItself() {
    String port = Integer.toString(FreePorts.next());
    Map<String, String> replaced = Map.of("8090", port);
    try (Terminal simulator =
        checkout.type("simulator", replace(SIMULATOR.text(), replaced), Map.of())) {
      simulator.awaitOutput("simulator listening on http://127.0.0.1:" + port + "/v1");
      JsonNode answer = json(checkout.output("simulated", replace(SIMULATED.text(), replaced)));
      assertEquals(
          "The capital of France is Paris.",
          answer.path("choices").path(0).path("message").path("content").asText());
    }
  }

  /** Replaces the documented RabbitMQ by the test's; the rest of the URL stays. */
  private static Map<String, String> replaced(RabbitMq rabbit, String documented) {
    URI url = URI.create(rabbit.url());
    return Map.of(
        documented, "%s@%s:%d".formatted(url.getRawUserInfo(), url.getHost(), url.getPort()));
  }

  private static Map<String, String> own(RabbitMq rabbit, String port) {
    return Map.of(
        "QUARKUS_HTTP_PORT",
        port,
        "QUARKUS_MANAGEMENT_PORT",
        Integer.toString(FreePorts.next()),
        "ERRAND_RABBITMQ_QUEUE_PREFIX",
        prefix(rabbit));
  }

  private static String health(Terminal dev) {
    return HEALTH.matcher(dev.output()).results().findFirst().orElseThrow().group(1);
  }

  private static String prefix(RabbitMq rabbit) {
    return rabbit.start().get("errand.rabbitmq.queue-prefix");
  }

  private static long consumers(RabbitMq rabbit) {
    return rabbit.on(channel -> channel.consumerCount(rabbit.queue("default")));
  }

  private static String version() {
    return checkout.output("version", "./errand --version").strip().substring("errand ".length());
  }
}
