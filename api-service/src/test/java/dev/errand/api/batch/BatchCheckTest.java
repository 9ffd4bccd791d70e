package dev.errand.api.batch;

import static dev.errand.api.batch.LineFiles.PRIORITY;
import static dev.errand.api.batch.LineFiles.checked;
import static dev.errand.api.batch.LineFiles.codes;
import static dev.errand.api.batch.LineFiles.line;
import static dev.errand.api.batch.LineFiles.stream;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.job.Endpoint;
import dev.errand.tenant.Caller;
import dev.errand.tenant.Limits;
import dev.errand.text.Utf8;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchCheckTest {

  private static final Map<String, String> FIVE_LINES = Map.of("errand.openai.batches.lines", "5");

  @Test
  void aValidFileHasItsLinesAndModel() throws Exception {
    Checked checked = checked(line("a") + "\n" + line("b") + "\n" + line("c") + "\n");

    assertEquals(new Checked(3, "gpt-5", List.of()), checked);
    assertTrue(checked.isValid());
  }

  @Test
  void blankLinesCountOnlyAsLineNumbers() throws Exception {
    Checked checked =
        checked("\uFEFF\r\n" + line("a") + "\r\n \t\r\n\n" + line("b").replace("POST", "GET"));

    assertEquals(2, checked.lines());
    assertEquals(List.of("5 invalid_method"), codes(checked));
    assertFalse(checked.isValid());
  }

  @Test
  void separatorsOfUnicodeDoNotEndLines() throws Exception {
    String odd = "\u2028\u2029\u0085";

    Checked checked =
        checked(
            line("a" + odd, "{\"model\":\"gpt-5\",\"user\":\"" + odd + "\"}") + "\n" + line("b"));

    assertEquals(new Checked(2, "gpt-5", List.of()), checked);
  }

  @Test
  void thereIsNoModelOfAllIfThereAreSeveral() throws Exception {
    Checked checked =
        checked(line("a") + "\n" + line("b", "{\"model\":\"llama3\"}") + "\n" + line("c"));

    assertTrue(checked.isValid());
    assertNull(checked.model());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\uFEFF", "\uFEFF\r\n \t\n\n"})
  void aFileMustHaveLines(String file) throws Exception {
    assertEquals(
        new Checked(
            0,
            null,
            List.of(
                new LineError(
                    "empty_file",
                    "The file has no lines. Put one call in each line.",
                    null,
                    null))),
        checked(file));
  }

  @Test
  void everyInvalidLineIsNamedOnce() throws Exception {
    Checked checked =
        checked(
            String.join(
                "\n",
                line("a"),
                "{",
                line("b").replace("/v1/chat", "/v2/chat"),
                line("c", "{\"model\":\"gpt-5\",\"stream\":true}"),
                line("a"),
                line("d", "{\"model\":\"claude\"}"),
                line("").replace("POST", "GET"),
                line("e")));

    assertEquals(
        List.of(
            "2 invalid_json_line",
            "3 url_mismatch",
            "4 invalid_request",
            "5 duplicate_custom_id",
            "6 model_not_found",
            "7 invalid_custom_id"),
        codes(checked));
    assertEquals(8, checked.lines());
  }

  @Test
  void aDuplicateNamesTheFirstLine() throws Exception {
    String id = "😀".repeat(41);

    Checked checked =
        checked("\n" + line(id) + "\n" + line("b") + "\n" + line(id) + "\n" + line(id));

    String message =
        "Line 2 has the custom_id %s… already. Each line needs its own.".formatted("😀".repeat(40));
    assertEquals(
        List.of(
            new LineError("duplicate_custom_id", message, "custom_id", 4),
            new LineError("duplicate_custom_id", message, "custom_id", 5)),
        checked.errors());
    assertTrue(Utf8.isStorable(message));
  }

  @Test
  void customIdsAreComparedAsWrittenNotAsSpelled() throws Exception {
    Checked checked = checked(line("é") + "\n" + line("\\u00e9") + "\n" + line("e\u0301"));

    assertEquals(List.of("2 duplicate_custom_id"), codes(checked));
  }

  @Test
  void aDuplicateIsFoundAcross50000Lines() throws Exception {
    String file =
        IntStream.range(0, 49_999).mapToObj(i -> line("id-" + i)).collect(Collectors.joining("\n"));

    assertEquals(new Checked(50_000, "gpt-5", List.of()), checked(file + "\n" + line("id--1")));
    Checked twice = checked(file + "\n" + line("id-0"));
    assertEquals(List.of("50000 duplicate_custom_id"), codes(twice));
    assertTrue(twice.errors().getFirst().message().startsWith("Line 1 has the custom_id id-0"));
  }

  @Test
  void onlySoManyLinesAreAllowed() throws Exception {
    String five = numbered(5);

    assertTrue(checked(FIVE_LINES, Limits.NONE, five + "\n\n").isValid());
    Checked checked = checked(FIVE_LINES, Limits.NONE, "{\n" + five + "\n{");
    assertEquals(5, checked.lines());
    assertEquals(List.of("1 invalid_json_line", "null too_many_tasks"), codes(checked));
    assertEquals(
        "The file has more than 5 lines. Split it into several files.",
        checked.errors().getLast().message());
  }

  @Test
  void atMost100InvalidLinesAreNamed() throws Exception {
    String hundred = "{\n".repeat(100);

    assertEquals(100, checked(hundred + "\n\n").errors().size());
    Checked more = checked(numbered(3) + "\n" + hundred + "\n" + line("a") + "\n{");
    assertEquals(101, more.errors().size());
    assertEquals(103, more.lines());
    assertEquals(
        new LineError(
            "too_many_errors",
            "100 lines are invalid, so line 105 and those after it were not checked.",
            null,
            null),
        more.errors().getLast());
  }

  @Test
  void aLongLineIsOneErrorAmongOthers() throws Exception {
    Checked checked =
        checked(
            Map.of("errand.api.body-limit", "200"),
            Limits.NONE,
            line("a") + "\n" + line("x".repeat(200)) + "\n" + line("b") + "\n{");

    assertEquals(List.of("2 line_too_long", "4 invalid_json_line"), codes(checked));
  }

  @Test
  void modelsMustBeThoseOfTheCaller() throws Exception {
    Limits limits =
        new Limits(
            Optional.of(List.of("gpt-5*")),
            Limits.NONE.highestPriority(),
            Limits.Amounts.ANY,
            Limits.Amounts.ANY);

    Checked checked =
        checked(
            Map.of(),
            limits,
            line("a")
                + "\n"
                + line("b", "{\"model\":\"llama3\"}")
                + "\n"
                + line("c", "{\"model\":\"gpt-5-mini\"}")
                + "\n"
                + line("d", "{\"model\":\"llama3\"}"));

    assertEquals(List.of("2 model_not_permitted", "4 model_not_permitted"), codes(checked));
    assertEquals(
        new LineError(
            "model_not_permitted",
            "the key does not permit the model llama3; it permits: gpt-5*",
            "body.model",
            2),
        checked.errors().getFirst());
  }

  @Test
  void progressIsReportedAboutEveryMebibyte() throws Exception {
    List<Integer> reports = new ArrayList<>();
    String file = line("a", "{\"model\":\"gpt-5\",\"user\":\"%s\"}".formatted("x".repeat(400_000)));

    LineFiles.check(Map.of())
        .check(
            stream((file + "\n").repeat(9)),
            Endpoint.CHAT_COMPLETIONS,
            Caller.open(),
            PRIORITY,
            () -> reports.add(1));

    assertEquals(3, reports.size());
  }

  @Test
  void progressMayEndTheCheck() {
    IllegalStateException lost = new IllegalStateException("another service took over");
    String file = line("a", "{\"model\":\"gpt-5\",\"user\":\"%s\"}".formatted("x".repeat(1 << 20)));

    assertEquals(
        lost,
        assertThrows(
            IllegalStateException.class,
            () ->
                LineFiles.check(Map.of())
                    .check(
                        stream(file),
                        Endpoint.CHAT_COMPLETIONS,
                        Caller.open(),
                        PRIORITY,
                        () -> {
                          throw lost;
                        })));
  }

  @Test
  void anInterruptEndsTheCheck() {
    Thread.currentThread().interrupt();

    InterruptedException e = assertThrows(InterruptedException.class, () -> checked(numbered(3)));

    assertEquals("interrupted at line 1", e.getMessage());
    assertFalse(Thread.interrupted());
  }

  @Test
  void aBrokenFileIsNoInvalidFile() {
    IOException broken = new IOException("the database is gone");

    assertEquals(
        broken,
        assertThrows(
            IOException.class,
            () ->
                LineFiles.check(Map.of())
                    .check(
                        new SequenceInputStream(
                            stream(line("a") + "\n{"), new BrokenStream(broken)),
                        Endpoint.CHAT_COMPLETIONS,
                        Caller.open(),
                        PRIORITY,
                        () -> {})));
  }

  private static String numbered(int lines) {
    return IntStream.range(0, lines)
        .mapToObj(i -> line("id-" + i))
        .collect(Collectors.joining("\n"));
  }
}
