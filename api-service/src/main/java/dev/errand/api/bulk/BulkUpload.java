package dev.errand.api.bulk;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.errand.api.access.LongRequest;
import dev.errand.api.ndjson.Lines;
import dev.errand.api.ndjson.Lines.Line;
import dev.errand.api.problem.Problem;
import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.ProblemMappers;
import dev.errand.telemetry.LogLine;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.jboss.logging.Logger;

/**
 * One upload in progress. A separate thread reads the lines while the caller's thread writes the
 * results, because a client may send everything before it reads anything. The number of lines
 * bounds the unwritten results.
 */
final class BulkUpload {

  private static final Logger LOG = Logger.getLogger(BulkUpload.class);
  private static final CompletableFuture<LineAnswer> END =
      CompletableFuture.completedFuture(new LineAnswer(0, null, null, null, null));

  private final Lines lines;
  private final int limit;
  private final LineIntake intake;
  private final LongRequest request;
  private final BlockingQueue<CompletableFuture<LineAnswer>> answers = new LinkedBlockingQueue<>();

  // Set by the reader before it adds the end, and read after that.
  private boolean complete;
  private boolean abandoned;

  /**
   * @param limit maximum number of lines
   * @param request whose caller may lose access during the upload
   */
  BulkUpload(Lines lines, int limit, LineIntake intake, LongRequest request) {
    this.lines = lines;
    this.limit = limit;
    this.intake = intake;
    this.request = request;
  }

  /** Reads everything and writes one result for each line, in order, and a summary. */
  void run(OutputStream out, ObjectWriter json) throws IOException {
    Thread reader = Thread.ofVirtual().name("bulk-read").start(this::read);
    try {
      write(out, json.without(JsonGenerator.Feature.AUTO_CLOSE_TARGET));
    } finally {
      reader.interrupt();
    }
  }

  private void read() {
    try {
      readLines();
    } catch (IOException e) {
      // The client is gone. Committed jobs remain.
      abandoned = true;
      LOG.info(LogLine.event("upload_broken").with("error", e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ProblemException e) {
      // It ends the upload: this result applies to all unread lines.
      answers.add(
          CompletableFuture.completedFuture(LineAnswer.rejected(lines.number() + 1, e.problem())));
    } catch (RuntimeException e) {
      // The upload's edge: the client gets the defect instead of the missing results.
      answers.add(
          CompletableFuture.completedFuture(
              LineAnswer.rejected(lines.number(), ProblemMappers.defect(e))));
    } finally {
      answers.add(END);
    }
  }

  private void readLines() throws IOException, InterruptedException {
    for (Line line = lines.next(); line != null; line = lines.next()) {
      if (line.number() > limit) {
        answers.add(intake.tooMany(line, limit));
        return;
      }
      if (!line.isBlank()) {
        Optional<Problem> objection = request.objection();
        if (objection.isPresent()) {
          answers.add(intake.letInNoMore(line, objection.get()));
          return;
        }
        answers.add(intake.take(line));
      }
    }
    complete = true;
  }

  private void write(OutputStream out, ObjectWriter json) throws IOException {
    Tally tally = new Tally();
    try (OutputStream buffered = new BufferedOutputStream(out)) {
      for (CompletableFuture<LineAnswer> next = next(); next != END; next = next()) {
        if (!next.isDone()) {
          buffered.flush();
        }
        LineAnswer answer = next.join();
        tally.count(answer);
        line(buffered, json, answer);
      }
      if (!abandoned) {
        line(buffered, json, tally.lastLine(complete));
      }
    }
  }

  private static void line(OutputStream out, ObjectWriter json, Object value) throws IOException {
    json.writeValue(out, value);
    out.write('\n');
  }

  private CompletableFuture<LineAnswer> next() throws IOException {
    try {
      return answers.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted before the upload's end", e);
    }
  }
}
