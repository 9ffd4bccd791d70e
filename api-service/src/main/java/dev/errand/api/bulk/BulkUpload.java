package dev.errand.api.bulk;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.errand.api.bulk.Lines.Line;
import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.ProblemMappers;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.jboss.logging.Logger;

/**
 * One upload under way. A thread of its own reads the lines while the caller's writes the answers:
 * a client may send everything before it reads anything. What waits to be written is bounded by the
 * number of lines.
 */
final class BulkUpload {

  private static final Logger LOG = Logger.getLogger(BulkUpload.class);
  private static final CompletableFuture<LineAnswer> END =
      CompletableFuture.completedFuture(LineAnswer.rejected(0, null));

  private final Lines lines;
  private final int limit;
  private final LineIntake intake;
  private final BlockingQueue<CompletableFuture<LineAnswer>> answers = new LinkedBlockingQueue<>();

  /**
   * @param limit the most lines
   */
  BulkUpload(Lines lines, int limit, LineIntake intake) {
    this.lines = lines;
    this.limit = limit;
    this.intake = intake;
  }

  /** Reads it all and writes one answer for each line, in order. */
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
      // Whoever would read the answers has gone. What is committed stays.
      LOG.infof("event=upload_broken error=\"%s\"", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ProblemException e) {
      // It ends the upload: this answer stands for all lines that were not read.
      answers.add(
          CompletableFuture.completedFuture(LineAnswer.rejected(lines.number() + 1, e.problem())));
    } catch (RuntimeException e) {
      // The upload's edge: its client gets the defect in place of the answers that are missing.
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
        answers.add(intake.take(line));
      }
    }
  }

  private void write(OutputStream out, ObjectWriter json) throws IOException {
    try (OutputStream buffered = new BufferedOutputStream(out)) {
      for (CompletableFuture<LineAnswer> next = next(); next != END; next = next()) {
        if (!next.isDone()) {
          buffered.flush();
        }
        json.writeValue(buffered, next.join());
        buffered.write('\n');
      }
    }
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
