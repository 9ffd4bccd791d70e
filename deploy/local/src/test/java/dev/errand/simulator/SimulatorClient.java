package dev.errand.simulator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** Talks to a simulator over real sockets. */
public final class SimulatorClient {

  private final HttpClient http = HttpClient.newHttpClient();
  private final Simulator simulator;

  public SimulatorClient(Simulator simulator) {
    this.simulator = simulator;
  }

  static JsonObject chat(String model, String prompt) {
    JsonObject message = new JsonObject().put("role", "user").put("content", prompt);
    return new JsonObject().put("model", model).put("messages", new JsonArray().add(message));
  }

  public HttpResponse<String> ask(String model, String prompt) throws Exception {
    return post("/v1/chat/completions", chat(model, prompt));
  }

  HttpResponse<String> post(String path, JsonObject body) throws Exception {
    return post(path, body.encode());
  }

  HttpResponse<String> post(String path, String body, String... headers) throws Exception {
    return send(request(path, body, headers));
  }

  CompletableFuture<HttpResponse<String>> askLater(String model, String prompt) {
    String body = chat(model, prompt).encode();
    return http.sendAsync(request("/v1/chat/completions", body), BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path) throws Exception {
    return send(HttpRequest.newBuilder(uri(path)).build());
  }

  HttpResponse<String> delete(String path) throws Exception {
    return send(HttpRequest.newBuilder(uri(path)).DELETE().build());
  }

  JsonObject callsOf(String key) throws Exception {
    return json(get("/sim/calls?key=" + URLEncoder.encode(key, StandardCharsets.UTF_8)));
  }

  static JsonObject json(HttpResponse<String> response) {
    return new JsonObject(response.body());
  }

  static JsonObject error(HttpResponse<String> response) {
    return json(response).getJsonObject("error");
  }

  static String contentOf(HttpResponse<String> response) {
    JsonObject choice = json(response).getJsonArray("choices").getJsonObject(0);
    return choice.getJsonObject("message").getString("content");
  }

  private HttpRequest request(String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body));
    return headers.length == 0 ? request.build() : request.headers(headers).build();
  }

  private URI uri(String path) {
    return simulator.baseUri().resolve(path);
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return http.send(request, BodyHandlers.ofString());
  }
}
