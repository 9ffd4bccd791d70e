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

  @Test
  void onlyANewlineEndsALine() throws IOException {
    String line = "a\u2028b\u2029c\u0085d\re\ff\u000Bg";
    assertEquals(List.of(line, "h"), texts(line + "\nh"));
  }

  @Test
  void aByteOrderMarkIsSkippedAtTheBeginningOnly() throws IOException {
    assertEquals(List.of("a", "\uFEFFb"), texts("\uFEFFa\n\uFEFFb"));
    assertTrue(lines("\uFEFF\n").getFirst().isBlank());
  }

  @Test
  void aLineEndsWhereTheNextOneBegins() throws IOException {
    List<Line> lines = lines("\uFEFFa\r\n\n" + "é".repeat(LIMIT) + "\nb");
    assertEquals(
        List.of(6L, 7L, 8L + 2 * LIMIT, 9L + 2 * LIMIT), lines.stream().map(Line::end).toList());
  }

  @Test
  void readingCanGoOnAfterAnyLine() throws IOException {
    byte[] stream = ("\uFEFFa\n\nb\r\n" + "x".repeat(100_000) + "\n \né\nlast").getBytes(UTF_8);
    List<Line> lines = lines(new Lines(new ByteArrayInputStream(stream), LIMIT));
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      int start = (int) line.end();
      InputStream rest = new ByteArrayInputStream(stream, start, stream.length - start);
      assertEquals(
          shown(lines.subList(i + 1, lines.size())),
          shown(lines(new Lines(rest, LIMIT, line.end(), line.number()))));
    }
  }

  private static List<String> shown(List<Line> lines) {
    return lines.stream()
        .map(line -> line.number() + " " + line.end() + " " + new String(line.bytes(), UTF_8))
        .toList();
  }

  private static List<String> texts(String stream) throws IOException {
    return lines(stream).stream().map(line -> new String(line.bytes(), UTF_8)).toList();
  }

  private static List<Line> lines(String stream) throws IOException {
    InputStream in = new ByteArrayInputStream(stream.getBytes(UTF_8));
    return lines(new Lines(in, LIMIT));
  }

  private static List<Line> lines(Lines lines) throws IOException {
    List<Line> all = new ArrayList<>();
    for (Line line = lines.next(); line != null; line = lines.next()) {
      all.add(line);
    }
    return all;
  }
}
