package dev.errand.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A service with files and batches whose lines end as a test says, and which answers everything
 * else as a test says.
 */
final class FakeErrand implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Method and path of each request, with its key if it has one. */
  final List<String> requests = new ArrayList<>();

  /** Their bodies. */
  final List<String> bodies = new ArrayList<>();

  /** The idempotency keys of those that have one. */
  final List<String> keys = new ArrayList<>();

  /** The uploads, as they arrived. */
  final List<String> uploads = new ArrayList<>();

  /** The batches by id. */
  final Map<String, ObjectNode> batches = new LinkedHashMap<>();

  /** The result lines of every batch; the service returns one of them at a time. */
  final List<String> results = new ArrayList<>();

  /** The answers to other requests, by method, path and perhaps dry: status and body. */
  final Map<String, String> answers = new LinkedHashMap<>();

  /** Answers that come before those, once each. */
  final Map<String, Deque<String>> first = new LinkedHashMap<>();

  /** The status of new batches. */
  String status = "completed";

  private final Map<String, String> byKey = new LinkedHashMap<>();
  private final HttpServer server;
  private final URI url;

  FakeErrand() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  URI url() {
    return url;
  }

  /** Adds the result of a row. */
  void answered(String row, String text) {
    results.add(
        """
        {"id":"batch_req_%d","custom_id":"%s","response":{"status_code":200,"request_id":"r",\
        "body":{"choices":[{"message":{"role":"assistant","content":"%s"}}]}},"error":null}"""
            .formatted(results.size(), row, text));
  }

  /** The same for a row without an answer. */
  void failed(String row, String code) {
    results.add(
        """
        {"id":"batch_req_%d","custom_id":"%s","response":null,\
        "error":{"code":"%s","message":"it failed"}}"""
            .formatted(results.size(), row, code));
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().toString();
    String request = exchange.getRequestMethod() + " " + path;
    String key = exchange.getRequestHeaders().getFirst("Authorization");
    Optional.ofNullable(exchange.getRequestHeaders().getFirst("Idempotency-Key"))
        .ifPresent(keys::add);
    requests.add(request + (key == null ? "" : " " + key));
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    bodies.add(body);
    if (request.equals("POST /v1/files")) {
      uploads.add(body);
      send(exchange, 200, "{\"id\":\"file-%d\"}".formatted(uploads.size()));
    } else if (request.equals("POST /v1/batches")) {
      create(exchange, body);
    } else if (path.startsWith("/v1/batches/") && path.contains("/results")) {
      results(exchange, path);
    } else if (batches.containsKey(path.replace("/v1/batches/", ""))) {
      send(exchange, 200, batches.get(path.replace("/v1/batches/", "")).toString());
    } else if (path.startsWith("/v1/batches?")) {
      send(exchange, 200, page());
    } else {
      String known = body.contains("\"dry_run\":true") ? request + " dry" : request;
      String once = first.getOrDefault(known, new ArrayDeque<>()).poll();
      String always = answers.getOrDefault(known, "404 {}");
      String[] answer = (once == null ? always : once).split(" ", 2);
      send(exchange, Integer.parseInt(answer[0]), answer[1]);
    }
  }

  private void create(HttpExchange exchange, String body) throws IOException {
    String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
    String known = byKey.putIfAbsent(key, body);
    if (known != null && !known.equals(body)) {
      send(
          exchange,
          422,
          "{\"error\":{\"message\":\"other body\",\"type\":\"t\",\"code\":\"key_reused\"}}");
      return;
    }
    String id = "batch_" + List.copyOf(byKey.keySet()).indexOf(key);
    batches.putIfAbsent(id, batch(id, JSON.readTree(body)));
    send(exchange, 200, batches.get(id).toString());
  }

  private ObjectNode batch(String id, JsonNode body) {
    ObjectNode batch = JSON.createObjectNode().put("id", id).put("object", "batch");
    batch.put("status", status).put("endpoint", "/v1/chat/completions");
    batch.put("input_file_id", body.path("input_file_id").asText());
    batch.put("completion_window", "24h").put("created_at", 1).put("expires_at", 2);
    batch.put("priority", -10);
    batch.putObject("request_counts").put("total", 0).put("completed", 0).put("failed", 0);
    batch.set("metadata", body.path("metadata"));
    if (status.equals("failed")) {
      ObjectNode errors = batch.putObject("errors").put("object", "list");
      ObjectNode error = errors.putArray("data").addObject();
      error.put("code", "model_not_found").put("message", "no such model").put("line", 2);
    }
    return batch;
  }

  private String page() {
    ObjectNode page = JSON.createObjectNode().put("object", "list").put("has_more", false);
    page.putArray("data").addAll(batches.values());
    return page.toString();
  }

  private void results(HttpExchange exchange, String path) throws IOException {
    int from = 0;
    if (path.contains("after=batch_req_")) {
      from = Integer.parseInt(path.substring(path.lastIndexOf('_') + 1)) + 1;
    }
    exchange.getResponseHeaders().set("Errand-Batch-Status", status);
    send(exchange, 200, from < results.size() ? results.get(from) + "\n" : "");
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
