package dev.errand.e2e.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.errand.e2e.Installation;
import dev.errand.e2e.browser.SwaggerUi.Shown;
import dev.errand.e2e.browser.SwaggerUi.Typed;
import dev.errand.e2e.fuzz.ApiDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tries out every operation in Swagger UI: what the page has filled in is sent as it is, and only
 * ids of what there is, files, and texts that name them are typed.
 */
class SwaggerBrowserIT {

  private static final String LINE =
      """
      {"custom_id": "a", "method": "POST", "url": "/v1/chat/completions", "body": {"model": "sim", "messages": []}}
      """;
  private static final String JOB = "{\"model\": \"sim\", \"prompt\": \"p\"}";
  private static final String LATER =
      "{\"model\": \"later\", \"prompt\": \"p\", \"delay_seconds\": 3600}";

  @TempDir static Path directory;

  private static Installation errand;
  private static Browser browser;
  private static SwaggerUi page;

  private final Set<String> tried = new TreeSet<>();

  @BeforeAll
  static void start() {
    Browser.require();
    errand = new Installation("swagger", Map.of()).withAnyPrompts();
    errand.startWorker("w", Map.of());
    browser = Browser.start();
    page = SwaggerUi.open(browser, errand.api().uri());
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
    if (errand != null) {
      errand.close();
    }
  }

  @Test
  void everyOperationCanBeTriedOut() throws IOException {
    submissions();
    lists();
    oneJob();
    operations();
    calls();
    lanesAndBatches();
    uploads();
    keys();
    tenants();
    assertEquals(documented(), tried);
  }

  /** A second one, too: nothing that is filled in makes it a repetition of the first. */
  private void submissions() {
    String first = send("submitJob", 202).json().path("id").asText();
    String second = send("submitJob", 202).json().path("id").asText();
    assertFalse(first.equals(second), first);
    // Swagger UI takes every example of a type with json in its name for one JSON value.
    String lines = send("submitJobs", Typed.body(JOB + "\n" + JOB), 200).body();
    assertTrue(lines.contains("\"accepted\":2"), lines);
  }

  private void lists() {
    send("getService", 200);
    assertEquals(4, send("listJobs", 200).json().path("data").size());
    assertTrue(send("countJobs", 200).body().contains("\"count\""));
    send("listJobResults", 200);
    send("listFailures", 200);
    send("getUsage", 200);
    assertEquals(1, send("listLanes", 200).json().path("data").size());
    send("getLaneDepth", 200);
    assertEquals(1, send("listWorkers", 200).json().path("data").size());
    assertFalse(send("listAudit", 200).json().path("data").isMissingNode());
  }

  private void oneJob() {
    String id = send("submitJob", Typed.body(LATER), 202).json().path("id").asText();
    Typed job = Typed.value("id", id);
    assertEquals(id, send("getJob", job, 200).json().path("id").asText());
    assertTrue(send("getJobRequest", job, 200).body().contains("later"));
    send("cancelJob", job, 200);
    send("retryJob", job, 202);
    // It runs at once now, and can be deleted once it has ended.
    errand.client().poll(UUID.fromString(id), Duration.ofSeconds(60));
    send("deleteJob", job, 204);
  }

  private void operations() {
    assertEquals(0, send("createOperation", 200).json().path("jobs").asInt());
    send("submitJob", Typed.body(LATER), 202);
    String cancel =
        "{\"action\": \"cancel\", \"filter\": {\"model\": \"later\"}, \"expected\": 1,"
            + " \"reason\": \"r\"}";
    Shown created = send("createOperation", Typed.body(cancel), 202);
    Typed operation = Typed.value("id", created.json().path("id").asText());
    send("getOperation", operation, 200);
    assertEquals(1, send("listOperations", 200).json().path("data").size());
    // It may have been quicker.
    tried.add("stopOperation");
    int status = page.execute("stopOperation", operation).status();
    assertTrue(status == 200 || status == 409, "stopOperation: " + status);
  }

  private void calls() {
    send("createChatCompletion", 200);
    send("createCompletion", 200);
    send("createEmbedding", 200);
    String model = send("listModels", 200).json().at("/data/0/id").asText();
    assertEquals(
        model, send("getModel", Typed.value("model", model), 200).json().path("id").asText());
  }

  /** A batch in a lane that is paused does not end before it is cancelled. */
  private void lanesAndBatches() throws IOException {
    send("pauseLane", 200);
    Path lines = Files.writeString(directory.resolve("lines.jsonl"), LINE);
    String file =
        send("createFile", Typed.NOTHING.with("file", lines), 200).json().path("id").asText();
    assertEquals(1, send("listFiles", 200).json().path("data").size());
    send("getFile", Typed.value("id", file), 200);
    send("getFileContent", Typed.value("id", file), 200);
    String wanted =
        "{\"input_file_id\": \"%s\", \"endpoint\": \"/v1/chat/completions\","
            + " \"completion_window\": \"24h\"}";
    Shown created = send("createBatch", Typed.body(wanted.formatted(file)), 200);
    Typed batch = Typed.value("id", created.json().path("id").asText());
    assertEquals(1, send("listBatches", 200).json().path("data").size());
    send("getBatch", batch, 200);
    send("listBatchResults", batch, 200);
    send("cancelBatch", batch, 200);
    send("deleteFile", Typed.value("id", file), 200);
    send("resumeLane", 200);
  }

  private void uploads() throws IOException {
    Path part = Files.writeString(directory.resolve("part"), "x".repeat(1024));
    String id = send("createUpload", 200).json().path("id").asText();
    Shown added = send("addUploadPart", Typed.value("id", id).with("data", part), 200);
    String parts = "{\"part_ids\": [\"%s\"]}".formatted(added.json().path("id").asText());
    send("completeUpload", Typed.value("id", id).with(parts), 200);
    String other = send("createUpload", 200).json().path("id").asText();
    send("cancelUpload", Typed.value("id", other), 200);
  }

  private void keys() {
    Typed key = Typed.value("id", send("createKey", 201).json().path("id").asText());
    assertEquals(1, send("listKeys", 200).json().path("data").size());
    send("getKey", key, 200);
    send("changeKey", key, 200);
    send("rotateKey", key, 200);
    send("revokeKey", key, 204);
  }

  private void tenants() {
    send("createTenant", 201);
    assertEquals(2, send("listTenants", 200).json().path("data").size());
    send("getTenant", 200);
    send("changeTenant", 200);
    send("deleteTenant", 202);
  }

  private Shown send(String operation, int expected) {
    return send(operation, Typed.NOTHING, expected);
  }

  private Shown send(String operation, Typed typed, int expected) {
    tried.add(operation);
    Shown shown = page.execute(operation, typed);
    assertEquals(expected, shown.status(), () -> operation + ": " + shown.body());
    return shown;
  }

  private static Set<String> documented() throws IOException {
    JsonNode document =
        new ObjectMapper().readTree(errand.api().uri().resolve("/q/openapi?format=json").toURL());
    return new ApiDocument(document)
        .operations().stream()
            .map(ApiDocument.Operation::id)
            .collect(Collectors.toCollection(TreeSet::new));
  }
}
