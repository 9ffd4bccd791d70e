package dev.errand.api.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.job.JobState;
import dev.errand.store.batch.BatchLines;
import dev.errand.store.batch.BatchPart;
import dev.errand.store.batch.Part;
import dev.errand.store.batch.PartTotals;
import dev.errand.testing.BatchRows;
import dev.errand.testing.StoreFixture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BatchOutputTest {

  private static final String ANSWER =
      "{\"usage\": {\"prompt_tokens\": 10, \"completion_tokens\": 20,"
          + " \"prompt_tokens_details\": {\"cached_tokens\": 4},"
          + " \"completion_tokens_details\": {\"reasoning_tokens\": 5}}}";

  private final StoreFixture store = new StoreFixture();
  private final BatchRows rows = new BatchRows(store.database);
  private final BatchFiles files = new BatchFiles(new BatchLines(store.database));
  private UUID batch;

  @BeforeEach
  void batch() {
    batch = rows.batch("default");
  }

  @Test
  void aFileIsReadFromEveryPlace() throws IOException {
    rows.succeeded(batch, 2, "{}");
    rows.succeeded(batch, 1, "{\"a\": \"\u00e4\"}");
    rows.failed(batch, 0, 500, "provider_error");
    byte[] all = read(Part.OUTPUT, 0);

    List<String> lines = new String(all, UTF_8).lines().toList();
    assertEquals(2, lines.size());
    assertTrue(lines.getFirst().contains("\"custom_id\":\"line-1\""));
    for (int from = 0; from <= all.length + 1; from++) {
      byte[] expected = Arrays.copyOfRange(all, Math.min(from, all.length), all.length);
      assertArrayEquals(expected, read(Part.OUTPUT, from), "from " + from);
    }
    assertArrayEquals(all, byteByByte(Part.OUTPUT));
  }

  /** The pages of the store have one line here. */
  @Test
  void largeAnswersAreReadOneAfterTheOther() throws IOException {
    String large = "{\"a\": \"" + "x".repeat(1_200_000) + "\"}";
    for (int line = 0; line < 3; line++) {
      rows.succeeded(batch, line, large);
    }
    byte[] all = read(Part.OUTPUT, 0);

    assertEquals(3, new String(all, UTF_8).lines().filter(line -> line.contains(large)).count());
    int from = 2_500_000;
    assertArrayEquals(Arrays.copyOfRange(all, from, all.length), read(Part.OUTPUT, from));
  }

  @Test
  void theTotalsAreThoseOfWhatIsRead() throws IOException {
    rows.succeeded(batch, 0, ANSWER);
    rows.succeeded(batch, 1, "{\r\n\"usage\": \"much\"}");
    rows.succeeded(batch, 2, ANSWER);
    rows.line(batch, 3, JobState.CANCELLED);
    rows.line(batch, 4, JobState.EXPIRED);

    assertEquals(
        new PartTotals(read(Part.OUTPUT, 0).length, 3, 20, 8, 40, 10), totals(Part.OUTPUT));
    assertEquals(new PartTotals(read(Part.ERROR, 0).length, 2, 0, 0, 0, 0), totals(Part.ERROR));
    batch = rows.batch("default");
    assertEquals(PartTotals.NONE, totals(Part.OUTPUT));
    assertArrayEquals(new byte[0], read(Part.OUTPUT, 0));
  }

  private PartTotals totals(Part part) {
    return files.totals(new BatchPart(batch, part));
  }

  private byte[] read(Part part, long from) throws IOException {
    try (InputStream in = files.read(new BatchPart(batch, part), from)) {
      return in.readAllBytes();
    }
  }

  private byte[] byteByByte(Part part) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try (InputStream in = files.read(new BatchPart(batch, part), 0)) {
      for (int b = in.read(); b >= 0; b = in.read()) {
        all.write(b);
      }
    }
    return all.toByteArray();
  }
}
