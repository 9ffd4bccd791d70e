package dev.errand.api.batch;

import static dev.errand.api.batch.LineFiles.PRIORITY;
import static dev.errand.api.batch.LineFiles.checked;
import static dev.errand.api.batch.LineFiles.codes;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.api.ndjson.Lines;
import dev.errand.api.ndjson.Lines.Line;
import dev.errand.api.submit.BatchLine;
import dev.errand.job.Endpoint;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Files of random lines, some of them made invalid, against a model of what must be found. */
class RandomFilesTest {

  private static final int FILES = 300;
  private static final int MOST_LINES = 60;

  /** What makes a valid line invalid: text, its replacement, and the error. */
  private record Mutation(String text, String replacement, String code) {}

  private static final List<Mutation> MUTATIONS =
      List.of(
          new Mutation("{", "", "invalid_json_line"),
          new Mutation("}", "", "invalid_json_line"),
          new Mutation(":", "", "invalid_json_line"),
          new Mutation("\"method\"", "method", "invalid_json_line"),
          new Mutation("\"url\"", "\"method\"", "invalid_json_line"),
          new Mutation("\"url\"", "\"uri\"", "unknown_parameter"),
          new Mutation("\"custom_id\"", "\"Custom_id\"", "unknown_parameter"),
          new Mutation("\"POST\"", "null", "missing_required_parameter"),
          new Mutation("\"POST\"", "\"PUT\"", "invalid_method"),
          new Mutation("/v1/chat", "/v1//chat", "url_mismatch"),
          new Mutation("\"model\":", "\"modell\":", "invalid_request"),
          new Mutation("\"model\":", "\"stream\":true,\"model\":", "invalid_request"),
          new Mutation("\"model\":\"", "\"model\":\"no ", "model_not_found"));

  /**
   * One line of a file.
   *
   * @param code of its error; empty if it is valid in itself
   */
  private record Given(String text, String customId, String model, String code) {}

  /** A file, and what must be found in it. */
  private record Model(String file, List<String> errors, List<String> bodies, Set<String> models) {}

  @Test
  void everyFileIsUnderstood() throws Exception {
    for (int seed = 0; seed < FILES; seed++) {
      Model model = model(new Random(seed), 0.1);
      Checked checked = checked(model.file());
      assertEquals(model.errors(), codes(checked), "seed " + seed);
      assertEquals(
          model.models().size() == 1 ? model.models().iterator().next() : null,
          checked.model(),
          "seed " + seed);
    }
  }

  @Test
  void theMostErrorsOfAFileAreLimited() throws Exception {
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      StringBuilder file = new StringBuilder();
      List<String> errors = new ArrayList<>();
      for (int i = 1; i <= 150; i++) {
        boolean bad = random.nextInt(10) > 0;
        file.append(bad ? "{" : LineFiles.line("id-" + i)).append('\n');
        if (bad) {
          errors.add(i + " invalid_json_line");
        }
      }
      List<String> found = codes(checked(file.toString()));
      assertTrue(errors.size() > 100);
      assertEquals(errors.subList(0, 100), found.subList(0, 100), "seed " + seed);
      assertEquals(List.of("null too_many_errors"), found.subList(100, found.size()));
    }
  }

  @Test
  void readingCanGoOnAfterAnyLine() throws IOException {
    BatchLineReader reader = LineFiles.reader(Map.of());
    for (int seed = 0; seed < 30; seed++) {
      Model model = model(new Random(seed), 0);
      byte[] file = model.file().getBytes(UTF_8);
      List<BatchLine> all = rest(reader, file, 0, 0);
      assertEquals(model.bodies(), bodies(all), "seed " + seed);
      for (int i = 0; i < all.size(); i++) {
        BatchLine last = all.get(i);
        assertSame(all.subList(i + 1, all.size()), rest(reader, file, last.end(), last.number()));
      }
    }
  }

  private static void assertSame(List<BatchLine> expected, List<BatchLine> lines) {
    assertEquals(expected.size(), lines.size());
    for (int i = 0; i < lines.size(); i++) {
      assertEquals(expected.get(i).number(), lines.get(i).number());
      assertEquals(expected.get(i).end(), lines.get(i).end());
      assertEquals(expected.get(i).customId(), lines.get(i).customId());
      assertArrayEquals(
          expected.get(i).submission().call().body(), lines.get(i).submission().call().body());
    }
  }

  private static List<String> bodies(List<BatchLine> lines) {
    return lines.stream().map(l -> new String(l.submission().call().body(), UTF_8)).toList();
  }

  private static List<BatchLine> rest(BatchLineReader reader, byte[] file, long end, int number)
      throws IOException {
    byte[] rest = Arrays.copyOfRange(file, (int) end, file.length);
    Lines lines = reader.lines(new ByteArrayInputStream(rest), end, number);
    List<BatchLine> read = new ArrayList<>();
    for (Line line = lines.next(); line != null; line = lines.next()) {
      if (!line.isBlank()) {
        read.add(reader.read(line, Endpoint.CHAT_COMPLETIONS, PRIORITY));
      }
    }
    return read;
  }

  private static Model model(Random random, double invalid) {
    StringBuilder file = new StringBuilder(random.nextBoolean() ? "\uFEFF" : "");
    List<String> errors = new ArrayList<>();
    List<String> bodies = new ArrayList<>();
    Set<String> models = new HashSet<>();
    Set<String> ids = new HashSet<>();
    int lines = 1 + random.nextInt(MOST_LINES);
    int number = 0;
    for (int i = 0; i < lines; i++) {
      number += blankLines(random, file) + 1;
      String body = body(random, i);
      Given line =
          line(random, invalid, invalid == 0 ? "id-" + i : "id-" + random.nextInt(200), body);
      file.append(line.text())
          .append(i == lines - 1 && random.nextBoolean() ? "" : newline(random));
      bodies.add(body);
      if (!line.code().isEmpty()) {
        errors.add(number + " " + line.code());
      } else if (!ids.add(line.customId())) {
        errors.add(number + " duplicate_custom_id");
      } else {
        models.add(line.model());
      }
    }
    return new Model(file.toString(), errors, bodies, models);
  }

  private static int blankLines(Random random, StringBuilder file) {
    int blank = random.nextInt(5) == 0 ? 1 + random.nextInt(3) : 0;
    for (int i = 0; i < blank; i++) {
      file.append(random.nextBoolean() ? " \t" : "").append(newline(random));
    }
    return blank;
  }

  private static String newline(Random random) {
    return random.nextInt(4) == 0 ? "\r\n" : "\n";
  }

  private static String body(Random random, int i) {
    String text = "é\u2028\u2029\u0085😀\\n\\\"\\u2028 ".repeat(random.nextInt(3)) + i;
    return "{\"model\":\"%s\",\"input\":\"%s\"}"
        .formatted(random.nextInt(40) == 0 ? "llama3" : "gpt-5", text);
  }

  private static Given line(Random random, double invalid, String id, String body) {
    List<String> members =
        new ArrayList<>(
            List.of(
                "\"custom_id\":\"" + id + "\"",
                "\"method\":\"POST\"",
                "\"url\":\"/v1/chat/completions\"",
                "\"body\":" + body));
    Collections.shuffle(members, random);
    String text = "{" + String.join(random.nextBoolean() ? " , " : ",", members) + "}";
    String model = body.contains("llama3") ? "llama3" : "gpt-5";
    if (random.nextDouble() >= invalid) {
      return new Given(text, id, model, "");
    }
    Mutation mutation = MUTATIONS.get(random.nextInt(MUTATIONS.size()));
    return new Given(
        text.replace(mutation.text(), mutation.replacement()), id, model, mutation.code());
  }
}
