package dev.errand.api.ndjson;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.api.ndjson.Lines.Line;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinesTest {

  private static final int LIMIT = 200_000;

  @Test
  void linesEndWithNewlinesOrTheStream() throws IOException {
    assertEquals(List.of("a", "b", "", "c"), texts("a\r\nb\n\nc"));
    assertEquals(List.of("a"), texts("a\n"));
    assertEquals(List.of("", "a"), texts("\na"));
    assertEquals(List.of(), texts(""));
  }

  @Test
  void blankLinesAreNumberedToo() throws IOException {
    List<Line> lines = lines(" \t\r\n\nx\n");
    assertEquals(3, lines.getLast().number());
    assertTrue(lines.get(0).isBlank());
    assertTrue(lines.get(1).isBlank());
    assertFalse(lines.get(2).isBlank());
  }

  @Test
  void aLineMayBeLongerThanTheBuffer() throws IOException {
    String longest = "x".repeat(LIMIT);
    assertEquals(List.of(longest, "b"), texts(longest + "\nb"));
  }

  @Test
  void aLineOverTheLimitIsSkippedAlone() throws IOException {
    List<Line> lines = lines("a\n" + "x".repeat(10 * LIMIT) + "\nb\n" + "x".repeat(LIMIT + 1));
    assertEquals(4, lines.size());
    assertTrue(lines.get(1).tooLong());
    assertEquals(0, lines.get(1).bytes().length);
    assertFalse(lines.get(1).isBlank());
    assertEquals("b", new String(lines.get(2).bytes(), UTF_8));
    assertTrue(lines.get(3).tooLong());
  }

  private static List<String> texts(String stream) throws IOException {
    return lines(stream).stream().map(line -> new String(line.bytes(), UTF_8)).toList();
  }

  private static List<Line> lines(String stream) throws IOException {
    InputStream in = new ByteArrayInputStream(stream.getBytes(UTF_8));
    Lines lines = new Lines(in, LIMIT);
    List<Line> all = new ArrayList<>();
    for (Line line = lines.next(); line != null; line = lines.next()) {
      all.add(line);
    }
    return all;
  }
}
