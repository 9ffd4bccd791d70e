package dev.errand.api.batch;

import dev.errand.api.problem.ProblemException;
import dev.errand.store.batch.BatchEndings;
import dev.errand.store.batch.BatchEndings.Stretch;
import dev.errand.store.batch.BatchLines;
import dev.errand.store.batch.EndedLine;
import dev.errand.store.batch.LineId;
import dev.errand.store.batch.Place;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The results of a batch in the order in which its lines ended. */
@ApplicationScoped
class BatchResults {

  private final BatchEndings endings;
  private final BatchLines lines;

  @Inject
  BatchResults(BatchEndings endings, BatchLines lines) {
    this.endings = endings;
    this.lines = lines;
  }

  /**
   * Results of a batch.
   *
   * @param numbers of their lines
   * @param first as many of the lines as there is room for, at least one; empty if there are none
   */
  record Results(UUID batch, int[] numbers, List<EndedLine> first) {

    boolean isEmpty() {
      return first.isEmpty();
    }
  }

  /**
   * The place behind the line with this id.
   *
   * @throws ProblemException if the batch has none, or it has not ended
   */
  Place behind(UUID batch, Optional<String> id) {
    return id.map(
            text ->
                LineId.parse(text)
                    .flatMap(job -> endings.behind(batch, job))
                    .orElseThrow(BatchResults::unknownLine))
        .orElse(Place.START);
  }

  /**
   * The results behind a place that can be read now, at most so many. Lines that have been erased
   * are left out.
   */
  Results after(UUID batch, Place place, int limit) {
    Stretch stretch = endings.read(batch, place, limit);
    List<EndedLine> first = lines.lines(batch, stretch.lines());
    while (first.isEmpty() && !stretch.isEmpty()) {
      stretch = endings.read(batch, stretch.end(), limit);
      first = lines.lines(batch, stretch.lines());
    }
    return new Results(batch, stretch.lines(), first);
  }

  /** Writes results; holds a few answers in memory. */
  void write(Results results, OutputStream out) throws IOException {
    int[] left = results.numbers();
    List<EndedLine> some = results.first();
    while (!some.isEmpty()) {
      for (EndedLine line : some) {
        out.write(LineWriter.write(line));
      }
      left = behind(left, some.getLast().number());
      some = lines.lines(results.batch(), left);
    }
  }

  private static int[] behind(int[] numbers, int last) {
    int next = 0;
    while (numbers[next] != last) {
      next++;
    }
    return Arrays.copyOfRange(numbers, next + 1, numbers.length);
  }

  private static ProblemException unknownLine() {
    return ProblemException.invalid(
        "after", "must be the id of a line of this batch that has ended");
  }
}
