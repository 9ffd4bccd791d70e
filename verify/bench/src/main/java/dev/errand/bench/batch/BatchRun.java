package dev.errand.bench.batch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.errand.bench.stage.Clocks;
import dev.errand.bench.stage.Stage;
import dev.errand.rig.Waiting;
import dev.errand.rig.openai.BatchLines;
import dev.errand.rig.openai.BatchResults;
import dev.errand.rig.openai.OpenAi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;

/** One batch, from the upload of its file to its checked results. */
final class BatchRun {

  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration LOOK = Duration.ofMillis(50);

  private final Stage stage;
  private final BatchLines lines;
  private final OpenAi api;

  private BatchRun(Stage stage, BatchLines lines) {
    this.stage = stage;
    this.lines = lines;
    this.api = api(stage);
  }

  /**
   * What a batch took, in seconds.
   *
   * @param upload of its file
   * @param first from the request that creates it to the claim of its first line
   * @param total from the upload's begin until it is completed
   * @param read to read its results
   */
  record Times(double upload, double first, double total, double read) {}

  /** A batch whose jobs are deleted afterwards. */
  static Times once(Stage stage, BatchLines lines) {
    Times times = leave(stage, lines, BodyPublishers.ofByteArray(lines.bytes()));
    stage.clear();
    return times;
  }

  /** The same, but keeps everything in the database. */
  static Times leave(Stage stage, BatchLines lines, BodyPublisher content) {
    try {
      return new BatchRun(stage, lines).run(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A client that is as patient as a benchmark. */
  static OpenAi api(Stage stage) {
    return new OpenAi(stage.api().uri(), PATIENCE);
  }

  private Times run(BodyPublisher content) throws IOException {
    long began = System.nanoTime();
    String file = api.upload("lines.jsonl", content);
    double upload = Clocks.secondsSince(began);
    Instant created = Instant.now();
    String id = api.createBatch(file, "bench").path("id").textValue();
    JsonNode batch = ended(id);
    double total = Clocks.secondsSince(began);
    double first = stage.database().secondsToFirstClaim(created);
    long reading = System.nanoTime();
    check(batch, BatchResults.read(api, batch, lines));
    return new Times(upload, first, total, Clocks.secondsSince(reading));
  }

  private JsonNode ended(String id) throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    JsonNode batch = api.batch(id);
    while (batch.path("completed_at").isNull() && batch.path("failed_at").isNull()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("not completed after " + PATIENCE + ": " + batch);
      }
      Waiting.pause(LOOK);
      batch = api.batch(id);
    }
    return batch;
  }

  private void check(JsonNode batch, BatchResults results) {
    if (!results.violations().isEmpty() || results.succeeded() != lines.count()) {
      throw new IllegalStateException(
          "%d of %d lines succeeded, %s: %s"
              .formatted(
                  results.succeeded(),
                  lines.count(),
                  batch,
                  results.violations().stream().limit(10).toList()));
    }
  }
}
