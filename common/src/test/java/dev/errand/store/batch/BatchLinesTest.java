package dev.errand.store.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.errand.job.JobState;
import dev.errand.testing.BatchRows;
import dev.errand.testing.StoreFixture;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BatchLinesTest {

  private final StoreFixture store = new StoreFixture();
  private final BatchRows rows = new BatchRows(store.database);
  private final BatchLines lines = new BatchLines(store.database);
  private UUID batch;

  @BeforeEach
  void batch() {
    batch = rows.batch("default");
  }

  @Test
  void everyEndedLineIsInOnePartInTheOrderOfTheInput() {
    rows.failed(batch, 7, 429, "rate_limited");
    rows.line(batch, 5, JobState.CANCELLED);
    rows.succeeded(batch, 4, "{}");
    rows.line(batch, 3, JobState.RUNNING);
    rows.line(batch, 2, JobState.EXPIRED);
    rows.line(batch, 1, JobState.QUEUED);
    rows.succeeded(batch, 0, "{}");
    rows.succeeded(rows.batch("default"), 6, "{}");

    assertEquals(List.of(0, 4), numbers(lines.page(batch, Part.OUTPUT, BatchLines.START)));
    assertEquals(List.of(2, 5, 7), numbers(lines.page(batch, Part.ERROR, BatchLines.START)));
    assertEquals(List.of(5, 7), numbers(lines.page(batch, Part.ERROR, 2)));
    assertEquals(List.of(), lines.page(batch, Part.OUTPUT, 4));
  }

  @Test
  void aLineHasItsResult() {
    UUID good = rows.succeeded(batch, 0, "{\"a\":1}");
    UUID bad = rows.failed(batch, 1, null, "timeout");

    EndedLine output = lines.page(batch, Part.OUTPUT, BatchLines.START).getFirst();
    assertEquals(good, output.job());
    assertEquals("line-0", output.customId());
    assertEquals(JobState.SUCCEEDED, output.state());
    assertEquals(200, output.httpStatus());
    assertArrayEquals("{\"a\":1}".getBytes(StandardCharsets.UTF_8), output.body());
    assertEquals(
        new EndedLine(1, bad, "line-1", JobState.FAILED, null, "timeout", "it failed", null, null),
        lines.page(batch, Part.ERROR, BatchLines.START).getFirst());
  }

  @Test
  void aPageIsBoundedInBytesButHasAtLeastOneLine() {
    String third = "x".repeat(BatchLines.BYTES / 3 + 1);
    IntStream.range(0, 5).forEach(number -> rows.succeeded(batch, number, third));
    rows.succeeded(batch, 5, "x".repeat(3 * BatchLines.BYTES));
    rows.succeeded(batch, 6, "x");

    assertEquals(List.of(List.of(0, 1, 2), List.of(3, 4, 5), List.of(6)), pages());
    assertEquals(List.of(5), numbers(lines.lines(batch, new int[] {5, 1})));
    assertEquals(List.of(0, 5), numbers(lines.lines(batch, new int[] {0, 5, 6})));
  }

  @Test
  void aPageIsBoundedInLines() {
    int all = 2 * BatchLines.LINES + 1;
    store.execute(
        """
        with job as (
          insert into job (id, state, lane, run_at, max_attempts, ended_at, batch, line)
          select md5(n::text)::uuid, 'expired', 'default', now(), 1, now(), '%1$s', n
          from generate_series(1, %2$d) n)
        insert into job_request (job_id, endpoint, model, body, batch, line, custom_id)
        select md5(n::text)::uuid, '', '', '', '%1$s', n, n from generate_series(1, %2$d) n
        """
            .formatted(batch, all));

    List<Integer> read = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    List<EndedLine> page = lines.page(batch, Part.ERROR, BatchLines.START);
    while (!page.isEmpty()) {
      sizes.add(page.size());
      read.addAll(numbers(page));
      page = lines.page(batch, Part.ERROR, page.getLast().number());
    }
    assertEquals(List.of(BatchLines.LINES, BatchLines.LINES, 1), sizes);
    assertEquals(IntStream.rangeClosed(1, all).boxed().toList(), read);
  }

  @Test
  void linesAreFoundByTheirNumbersInAnyOrder() {
    IntStream.range(0, 5).forEach(number -> rows.succeeded(batch, number, "{}"));
    rows.line(batch, 5, JobState.RUNNING);

    assertEquals(List.of(3, 0, 4), numbers(lines.lines(batch, new int[] {3, 5, 0, 99, 4})));
    int[] gone = IntStream.range(100, 100 + 2 * BatchLines.LINES).toArray();
    assertEquals(List.of(), lines.lines(batch, gone));
    assertEquals(
        List.of(1),
        numbers(
            lines.lines(batch, IntStream.concat(IntStream.of(gone), IntStream.of(1)).toArray())));
  }

  private List<List<Integer>> pages() {
    List<List<Integer>> pages = new ArrayList<>();
    List<EndedLine> page = lines.page(batch, Part.OUTPUT, BatchLines.START);
    while (!page.isEmpty()) {
      pages.add(numbers(page));
      page = lines.page(batch, Part.OUTPUT, page.getLast().number());
    }
    return pages;
  }

  private static List<Integer> numbers(List<EndedLine> lines) {
    return lines.stream().map(EndedLine::number).toList();
  }
}
