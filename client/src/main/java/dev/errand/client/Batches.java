package dev.errand.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Batches of calls in the form of OpenAI's API; exceptions are those of {@link ErrandClient}. A
 * batch that is created with an idempotency key is created once, however often that is repeated.
 */
public final class Batches {

  private static final String FILES = "/v1/files";
  private static final String BATCHES = "/v1/batches";
  private static final String STATUS = "Errand-Batch-Status";

  /** In bytes per second; a slower upload takes too long. */
  private static final int SLOWEST_UPLOAD = 64 * 1024;

  private final Http http;

  Batches(Http http) {
    this.http = http;
  }

  /**
   * A batch to create.
   *
   * @param inputFile the id of the file with its lines
   * @param endpoint what its lines call
   * @param window how long it may take, such as {@code 24h}
   */
  public record NewBatch(
      String inputFile, String endpoint, String window, Map<String, String> metadata) {

    public NewBatch {
      metadata = Map.copyOf(metadata);
    }

    private String json() {
      ObjectNode json = Json.MAPPER.createObjectNode();
      json.put("input_file_id", inputFile).put("endpoint", endpoint);
      json.put("completion_window", window);
      ObjectNode pairs = json.putObject("metadata");
      // In the order of their names: under the same key, the body must be the same.
      new TreeMap<>(metadata).forEach(pairs::put);
      return json.toString();
    }
  }

  /** A page of batches, newest first. */
  public record Page(List<Batch> data, boolean hasMore, Optional<String> lastId) {

    public Page {
      data = List.copyOf(data);
    }
  }

  /**
   * Uploads the lines of a batch; returns the id of the file.
   *
   * @param name the name of the file for people
   */
  public String upload(String name, Path lines) throws IOException {
    String boundary = "errand-" + UUID.randomUUID();
    BodyPublisher form =
        BodyPublishers.concat(
            BodyPublishers.ofString(head(boundary, name)),
            BodyPublishers.ofFile(lines),
            BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"));
    HttpRequest.Builder request =
        http.to(FILES, Duration.ofSeconds(Files.size(lines) / SLOWEST_UPLOAD))
            .header("Content-Type", "multipart/form-data; boundary=" + boundary)
            .POST(form);
    return Json.read(http.send(request).body(), Uploaded.class).id();
  }

  /** The response to an upload. */
  record Uploaded(String id) {}

  private static String head(String boundary, String name) {
    return """
        --%s
        Content-Disposition: form-data; name="purpose"

        batch
        --%s
        Content-Disposition: form-data; name="file"; filename="%s"
        Content-Type: application/x-ndjson

        """
        .formatted(boundary, boundary, name.replaceAll("[\"\\p{Cntrl}]", "_"))
        .replace("\n", "\r\n");
  }

  /** Creates a batch; with the same key and content again, returns the one that exists. */
  public Batch create(NewBatch batch, String idempotencyKey) {
    return batch(
        http.to(BATCHES)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", idempotencyKey)
            .POST(BodyPublishers.ofString(batch.json())));
  }

  /** A batch; its counters are exact. */
  public Batch get(String id) {
    return batch(http.to(path(id)));
  }

  /** Cancels a batch that has not ended; repeating it changes nothing. */
  public Batch cancel(String id) {
    return batch(http.to(path(id) + "/cancel").POST(BodyPublishers.noBody()));
  }

  /** Up to 100 batches, newest first, after the {@link Page#lastId()} of the previous page. */
  public Page list(Optional<String> after) {
    String query = "?limit=100" + after.map(last -> "&after=" + encoded(last)).orElse("");
    return Json.read(http.send(http.to(BATCHES + query)).body(), Page.class);
  }

  /**
   * Reads lines that have ended, in the order of their ends; if there are none, waits for some.
   *
   * @param after the id of the last line that was read
   * @param line takes each line, as JSON
   * @return the status of the batch before the lines were read: if it is final and there was no
   *     line, all have been read
   */
  public String results(String id, Optional<String> after, Duration wait, Consumer<String> line) {
    String query = after.map(last -> "?after=" + encoded(last)).orElse("");
    HttpRequest.Builder request =
        http.to(path(id) + "/results" + query, wait)
            .header(ErrandClient.PREFER, ErrandClient.prefer(wait));
    HttpResponse<Stream<String>> response = http.stream(request);
    Http.each(response, line);
    return response.headers().firstValue(STATUS).orElse("");
  }

  private Batch batch(HttpRequest.Builder request) {
    return Json.read(http.send(request).body(), Batch.class);
  }

  private static String path(String id) {
    return BATCHES + "/" + encoded(id);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
