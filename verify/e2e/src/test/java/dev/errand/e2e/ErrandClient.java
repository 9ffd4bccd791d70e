package dev.errand.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

/** What a client does over REST. */
final class ErrandClient {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI api;

  ErrandClient(URI api) {
    this.api = api;
  }

  /** Submits a prompt and returns the job's id. */
  String submit(String model, String prompt) {
    String body =
        JSON.createObjectNode()
            .put("model", model)
            .put("prompt", prompt)
            .put("max_attempts", 5)
            .toString();
    return submitJson(body);
  }

  /** Submits a job as it is given and returns its id. */
  String submitJson(String body) {
    HttpResponse<String> response = send(json("/v1/jobs").POST(BodyPublishers.ofString(body)));
    if (response.statusCode() != 202) {
      throw new IllegalStateException(response.statusCode() + " " + response.body());
    }
    return read(response.body()).path("id").textValue();
  }

  /** Uploads lines and returns the ids. */
  List<String> bulk(String lines) {
    HttpResponse<String> response =
        send(
            HttpRequest.newBuilder(api.resolve("/v1/jobs/bulk"))
                .header("Content-Type", "application/x-ndjson")
                .POST(BodyPublishers.ofString(lines)));
    return response.body().lines().map(line -> read(line).path("id").textValue()).toList();
  }

  /** The job as it is shown. */
  JsonNode job(String id) {
    return read(send(json("/v1/jobs/" + id).GET()).body());
  }

  /** Cancels a job and returns the status code. */
  int cancel(String id) {
    return send(json("/v1/jobs/" + id + "/cancel").POST(BodyPublishers.noBody())).statusCode();
  }

  /** Whether each of the jobs is in that state. */
  boolean all(List<String> ids, String state) {
    return ids.stream().allMatch(id -> job(id).path("state").asText().equals(state));
  }

  private HttpRequest.Builder json(String path) {
    return HttpRequest.newBuilder(api.resolve(path)).header("Content-Type", "application/json");
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

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
