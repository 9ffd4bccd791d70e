package dev.errand.rig.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * OpenAI's API as its clients use it, except that no request is repeated: where there is no answer,
 * or only a 503, the methods throw an {@link IOException}; nobody knows whether it was done then.
 */
public final class OpenAi {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BOUNDARY = "----errand-7MA4YWxkTrZu0gW";
  private static final String TAIL = "\r\n--" + BOUNDARY + "--\r\n";
  private static final int BAD = 400;
  private static final int UNAVAILABLE = 503;

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI api;
  private final Duration patience;

  /**
   * A client without a key.
   *
   * @param patience how long to wait for the answer to a request
   */
  public OpenAi(URI api, Duration patience) {
    this.api = api;
    this.patience = patience;
  }

  /** Uploads a batch's input with its purpose first, as the Python client does; returns its id. */
  public String upload(String name, BodyPublisher content) throws IOException {
    BodyPublisher form =
        BodyPublishers.concat(
            BodyPublishers.ofString(head(name)), content, BodyPublishers.ofString(TAIL));
    HttpRequest.Builder request = request("/v1/files").POST(form);
    request.header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY);
    return json(request).path("id").textValue();
  }

  private static String head(String name) {
    return part("name=\"purpose\"")
        + "\r\n\r\nbatch\r\n"
        + part("name=\"file\"; filename=\"" + name + "\"")
        + "\r\nContent-Type: application/octet-stream\r\n\r\n";
  }

  private static String part(String disposition) {
    return "--" + BOUNDARY + "\r\nContent-Disposition: form-data; " + disposition;
  }

  /**
   * Creates a batch of chat completions.
   *
   * @param name for its metadata
   */
  public JsonNode createBatch(String inputFile, String name) throws IOException {
    ObjectNode body = JSON.createObjectNode();
    body.put("input_file_id", inputFile).put("endpoint", BatchLines.PATH);
    body.put("completion_window", "24h").putObject("metadata").put("name", name);
    return json(post("/v1/batches", body));
  }

  public JsonNode batch(String id) throws IOException {
    return json(request("/v1/batches/" + id));
  }

  /** The newest batches. */
  public JsonNode batches() throws IOException {
    return json(request("/v1/batches?limit=100")).path("data");
  }

  /** Cancels a batch; returns it. */
  public JsonNode cancel(String id) throws IOException {
    return json(request("/v1/batches/" + id + "/cancel").POST(BodyPublishers.noBody()));
  }

  /** A file's bytes. */
  public InputStream content(String file) throws IOException {
    return send(request("/v1/files/" + file + "/content")).body();
  }

  /** Asks a model, and returns the whole response. */
  public HttpResponse<InputStream> chat(String model, String prompt) throws IOException {
    ObjectNode body = JSON.createObjectNode().put("model", model);
    body.putArray("messages").addObject().put("role", "user").put("content", prompt);
    return send(post(BatchLines.PATH, body));
  }

  private HttpRequest.Builder post(String path, ObjectNode body) {
    return request(path)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body.toString()));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(api.resolve(path)).timeout(patience);
  }

  private JsonNode json(HttpRequest.Builder request) throws IOException {
    return JSON.readTree(send(request).body());
  }

  private HttpResponse<InputStream> send(HttpRequest.Builder request) throws IOException {
    try {
      HttpResponse<InputStream> response = http.send(request.build(), BodyHandlers.ofInputStream());
      if (response.statusCode() < BAD) {
        return response;
      }
      String said =
          response + ": " + new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
      if (response.statusCode() == UNAVAILABLE) {
        throw new IOException(said);
      }
      throw new IllegalStateException(said);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
