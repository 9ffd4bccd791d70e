package dev.errand.faults;

import com.fasterxml.jackson.databind.JsonNode;
import dev.errand.rig.Waiting;
import dev.errand.rig.openai.BatchLines;
import dev.errand.rig.openai.BatchResults;
import dev.errand.rig.openai.OpenAi;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;

/**
 * A client with a batch. Where there is no answer it does not know whether it was done, and asks
 * again; a batch that is there already, by its name, is not created twice.
 */
final class BatchClient {

  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration AGAIN = Duration.ofMillis(250);
  private static final Duration END = Duration.ofSeconds(150);
  private static final List<String> FINAL = List.of("completed", "failed", "expired", "cancelled");

  private final OpenAi api;

  BatchClient(URI api) {
    this.api = new OpenAi(api, PATIENCE);
  }

  /** A request that may have no answer. */
  @FunctionalInterface
  private interface Request<T> {
    T ask() throws IOException;
  }

  /** Uploads lines and creates their batch; returns its id. */
  String create(BatchLines lines, String name) {
    String file =
        untilAnswered(() -> api.upload("lines.jsonl", BodyPublishers.ofByteArray(lines.bytes())));
    return untilAnswered(() -> createOnce(file, name)).path("id").textValue();
  }

  private JsonNode createOnce(String file, String name) throws IOException {
    for (JsonNode batch : api.batches()) {
      if (batch.at("/metadata/name").asText().equals(name)) {
        return batch;
      }
    }
    return api.createBatch(file, name);
  }

  /** Cancels a batch. */
  void cancel(String batch) {
    untilAnswered(() -> api.cancel(batch));
  }

  /** Waits until a batch has ended; returns it. */
  JsonNode ended(String batch) {
    long end = System.nanoTime() + END.toNanos();
    JsonNode found = untilAnswered(() -> api.batch(batch));
    while (!FINAL.contains(found.path("status").asText())) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("not ended after " + END + ": " + found);
      }
      Waiting.pause(AGAIN);
      found = untilAnswered(() -> api.batch(batch));
    }
    return found;
  }

  /** Reads the files of a batch that has ended. */
  BatchResults results(JsonNode batch, BatchLines lines) {
    return untilAnswered(() -> BatchResults.read(api, batch, lines));
  }

  private static <T> T untilAnswered(Request<T> request) {
    long end = System.nanoTime() + END.toNanos();
    while (true) {
      try {
        return request.ask();
      } catch (IOException e) {
        if (System.nanoTime() > end) {
          throw new IllegalStateException("no answer within " + END, e);
        }
        Waiting.pause(AGAIN);
      }
    }
  }
}
