package dev.errand.images;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client that asks an API service for a bit of everything, so that its code has been in use. */
final class Rehearsal {

  private static final int ROUNDS = 100;
  private static final int UPLOADED = 500;
  private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"");

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI api;

  Rehearsal(URI api) {
    this.api = api;
  }

  /** Returns once every job has ended. */
  void play() {
    List<String> jobs = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      jobs.add(submit("{\"model\":\"sim\",\"prompt\":\"%d\"}".formatted(i)));
      jobs.add(submit(wholeRequest(i)));
    }
    upload();
    jobs.forEach(this::poll);
    jobs.forEach(this::poll);
    steer();
    mistakes();
    List.of("/v1", "/v1/lanes", "/v1/jobs?limit=100", "/v1/jobs?state=succeeded&metadata.n=1")
        .forEach(this::get);
    List.of("/q/health", "/q/health/started", "/q/health/live", "/q/metrics").forEach(this::get);
  }

  /** One job, from its submission to its answer. */
  void oneJob() {
    poll(submit("{\"model\":\"sim\",\"prompt\":\"one\"}"));
  }

  /** Whether the service accepts a job now. */
  boolean accepts() {
    try {
      return send(post("/v1/jobs", "{\"model\":\"sim\",\"prompt\":\"first\"}")).statusCode() == 202;
    } catch (UncheckedIOException _) {
      return false;
    }
  }

  private static String wholeRequest(int number) {
    return """
        {"endpoint":"/v1/chat/completions","metadata":{"n":"%d"},"priority":%d,"max_attempts":3,
         "body":{"model":"sim-fail-1","messages":[{"role":"user","content":"whole %d"}]}}\
        """
        .formatted(number, number % 10, number);
  }

  private String submit(String job) {
    HttpResponse<String> answer =
        send(post("/v1/jobs", job).header("Idempotency-Key", UUID.randomUUID().toString()));
    Matcher id = ID.matcher(answer.body());
    if (answer.statusCode() != 202 || !id.find()) {
      throw new IllegalStateException("not accepted: " + answer.body());
    }
    return id.group(1);
  }

  private void upload() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < UPLOADED; i++) {
      lines.append("{\"model\":\"sim\",\"prompt\":\"line %d\"}\n".formatted(i));
    }
    send(
        request("/v1/jobs/bulk")
            .header("Content-Type", "application/x-ndjson")
            .POST(BodyPublishers.ofString(lines.toString())));
  }

  private void poll(String id) {
    HttpResponse<String> answer = send(request("/v1/jobs/" + id).header("Prefer", "wait=60"));
    if (!answer.body().contains("\"state\":\"succeeded\"")) {
      throw new IllegalStateException("not succeeded: " + answer.body());
    }
    answer
        .headers()
        .firstValue("ETag")
        .ifPresent(tag -> send(request("/v1/jobs/" + id).header("If-None-Match", tag)));
  }

  private void steer() {
    String later = submit("{\"model\":\"sim\",\"prompt\":\"later\",\"delay_seconds\":600}");
    send(post("/v1/jobs/" + later + "/cancel", ""));
    send(post("/v1/jobs/" + later + "/retry", ""));
    poll(later);
    send(request("/v1/jobs/" + later).DELETE());
  }

  private void mistakes() {
    send(post("/v1/jobs", "{"));
    send(post("/v1/jobs", "{\"model\":\"sim\"}"));
    get("/v1/jobs/nonsense");
    get("/v1/nowhere");
  }

  private void get(String path) {
    send(request(path));
  }

  private HttpRequest.Builder post(String path, String body) {
    return request(path)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(api.resolve(path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
