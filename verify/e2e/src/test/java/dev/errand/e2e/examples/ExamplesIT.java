package dev.errand.e2e.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.errand.e2e.Installation;
import dev.errand.e2e.clients.ClientScripts;
import dev.errand.rig.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The examples that are servers without a page. */
class ExamplesIT {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String UNKNOWN = "01a2228a-9dbb-7014-b2fb-a62ea5f220d7";

  private static Installation errand;

  @BeforeAll
  static void start() {
    errand = new Installation("examples", Map.of()).withAnyPrompts();
    errand.startWorker("w", Map.of());
  }

  @AfterAll
  static void stop() {
    errand.close();
  }

  @Test
  void fastapi() throws Exception {
    assumeTrue(ClientScripts.FASTAPI.isInstalled(), "not installed; ./errand test says why");
    int port = FreePorts.next();
    List<String> command =
        List.of(
            ClientScripts.FASTAPI.program("uvicorn"),
            "--app-dir",
            "examples/fastapi",
            "app:app",
            "--port",
            Integer.toString(port));
    try (Example example = Example.start("fastapi", command, port, environment())) {
      HttpResponse<String> asked =
          post(
              example.uri().resolve("/questions"),
              "application/json",
              "{\"text\": \"What is the capital of France?\"}");
      assertEquals(202, asked.statusCode(), asked::body);
      String id = asked.body().replaceAll(".*\"id\":\"([^\"]+)\".*", "$1");
      HttpResponse<String> answered = get(example.uri().resolve("/questions/" + id + "?wait=20"));
      assertEquals(200, answered.statusCode(), answered::body);
      assertTrue(
          answered.body().contains("\"answer\":\"The capital of France is Paris.\""),
          answered::body);
      assertEquals(404, get(example.uri().resolve("/questions/" + UNKNOWN)).statusCode());
    }
  }

  @Test
  void quarkus() throws Exception {
    try (Example example = Example.jar("quarkus", environment())) {
      URI summaries = example.uri().resolve("/summaries");
      HttpResponse<String> asked = post(summaries, "text/plain", "Errand runs LLM calls.");
      assertEquals(202, asked.statusCode(), asked::body);
      HttpResponse<String> summary =
          get(URI.create(asked.headers().firstValue("Location").orElseThrow()));
      assertEquals(200, summary.statusCode(), summary::body);
      assertTrue(summary.body().length() > 5, summary::body);

      HttpResponse<String> rejected = post(summaries, "text/plain", "Oh no. [[sim-400]]");
      HttpResponse<String> none =
          get(URI.create(rejected.headers().firstValue("Location").orElseThrow()));
      assertEquals(502, none.statusCode(), none::body);
      assertEquals(404, get(summaries.resolve("/summaries/" + UNKNOWN)).statusCode());
    }
  }

  private static Map<String, String> environment() {
    return Map.of("ERRAND_URL", errand.api().uri().toString());
  }

  private static HttpResponse<String> post(URI uri, String type, String body)
      throws IOException, InterruptedException {
    return HTTP.send(
        HttpRequest.newBuilder(uri)
            .header("Content-Type", type)
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private static HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
    return HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }
}
