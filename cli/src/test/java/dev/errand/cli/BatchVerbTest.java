package dev.errand.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code errand batch} against a service that does as a test wants. */
class BatchVerbTest {

  @TempDir Path home;

  private FakeErrand errand;
  private Path prompts;
  private Path answers;
  private Path errors;

  @BeforeEach
  void start() throws IOException {
    errand = new FakeErrand();
    prompts = home.resolve("prompts.csv");
    answers = home.resolve("prompts.answers.csv");
    errors = home.resolve("prompts.answers.errors.csv");
    Files.writeString(prompts, "question,lang\nWho?,en\n\"Was, bitte?\",de\nQuoi?,fr\n");
  }

  @AfterEach
  void stop() {
    errand.close();
  }

  private Typed batch(String... more) {
    String[] all = new String[6 + more.length];
    List.of("batch", prompts.toString(), "-m", "sim", "-p", "{lang}: {question}").toArray(all);
    System.arraycopy(more, 0, all, 6, more.length);
    return Typed.run(errand, home, all);
  }

  private void allAnswered() {
    errand.answered("2", "nothing");
    errand.answered("1", "me");
    errand.answered("3", "rien");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long sent(String request) {
    return errand.requests.stream().filter(request::equals).count();
  }

  @Test
  void everyRowGetsItsAnswer() {
    allAnswered();

    Typed typed = batch();

    assertEquals(0, typed.code(), typed.err());
    assertEquals(
        "question,lang,answer\n\"Was, bitte?\",de,nothing\nWho?,en,me\nQuoi?,fr,rien\n",
        text(answers));
    assertEquals(answers + "\n", typed.out());
    assertFalse(Files.exists(errors));
    assertTrue(
        errand.uploads.getFirst().contains("{\"role\":\"user\",\"content\":\"de: Was, bitte?\"}"),
        errand.uploads.getFirst());
  }

  @Test
  void rowsWithoutAnAnswerGoToAFileThatCanBeTheNextInput() {
    errand.failed("2", "timeout");
    errand.answered("1", "me");
    errand.failed("3", "timeout");

    Typed typed = batch();

    assertEquals(3, typed.code());
    assertEquals("question,lang,answer\nWho?,en,me\n", text(answers));
    assertEquals(
        """
        question,lang,error_status,error_code,error_message
        "Was, bitte?",de,,timeout,it failed
        Quoi?,fr,,timeout,it failed
        """,
        text(errors));
    assertTrue(typed.err().contains("      2  timeout \"it failed\""), typed.err());

    prompts = errors;
    errand.results.clear();
    errand.answered("1", "doch");
    errand.answered("2", "si");
    assertEquals(0, batch("-o", home.resolve("more.csv").toString()).code());
    assertEquals(
        "question,lang,answer\n\"Was, bitte?\",de,doch\nQuoi?,fr,si\n",
        text(home.resolve("more.csv")));
  }

  @Test
  void aCommandThatBrokeOffGoesOnWhereItsFilesEnd() throws IOException {
    errand.answered("2", "nothing");
    errand.answered("of another batch", "x");
    assertEquals(1, batch().code());
    String first = text(answers);
    assertEquals("question,lang,answer\n\"Was, bitte?\",de,nothing\n", first);
    // Written, but not recorded when the process was killed.
    Files.writeString(answers, "Who?,en,m", StandardOpenOption.APPEND);

    errand.results.removeLast();
    errand.answered("1", "me");
    errand.answered("3", "rien");
    Typed typed = batch();

    assertEquals(0, typed.code(), typed.err());
    assertEquals(first + "Who?,en,me\nQuoi?,fr,rien\n", text(answers));
    assertEquals(1, sent("POST /v1/files"));
    assertEquals(1, sent("POST /v1/batches"));
  }

  @Test
  void theSameCommandAfterItsEndSendsNothing() {
    allAnswered();
    batch();
    String all = text(answers);

    assertEquals(0, batch().code());

    assertEquals(all, text(answers));
    assertEquals(1, sent("POST /v1/batches"));
    assertEquals(1, errand.batches.size());
  }

  @Test
  void answersThatWereEditedAfterTheEndStayAsTheyAre() throws IOException {
    allAnswered();
    batch();
    Files.writeString(answers, "edited");

    assertEquals(0, batch().code());

    assertEquals("edited", text(answers));
  }

  @Test
  void answersThatWereDeletedAreReadAgain() throws IOException {
    allAnswered();
    batch();
    String all = text(answers);
    Files.delete(answers);

    assertEquals(0, batch().code());

    assertEquals(all, text(answers));
    assertEquals(1, errand.batches.size());
  }

  @Test
  void aBatchIsFoundAgainWhereNothingIsRemembered() throws IOException {
    allAnswered();
    batch();
    try (Stream<Path> files = Files.list(home.resolve(".local/state/errand/batches"))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }

    Typed typed = batch("-o", home.resolve("again.csv").toString());

    assertEquals(0, typed.code(), typed.err());
    assertEquals(text(answers), text(home.resolve("again.csv")));
    assertEquals(1, errand.uploads.size());
    assertEquals(1, errand.batches.size());
  }

  @Test
  void askingAgainIsAnotherBatch() {
    allAnswered();
    batch();

    assertEquals(2, batch("--again").code());
    assertEquals(1, errand.batches.size());
    assertEquals(0, batch("--again", "-o", home.resolve("again.csv").toString()).code());
    assertEquals(2, errand.batches.size());
  }

  @Test
  void askingAgainGoesOnWithABatchThatIsNotOver() {
    batch("--detach");

    allAnswered();
    assertEquals(0, batch("--again").code());

    assertEquals(1, errand.batches.size());
    assertTrue(text(answers).endsWith("Quoi?,fr,rien\n"));
  }

  @Test
  void aFileOfSomethingElseIsNotOverwritten() throws IOException {
    Files.writeString(answers, "precious");

    Typed typed = batch();

    assertEquals(2, typed.code());
    assertTrue(typed.err().contains("exists and has nothing of this batch"), typed.err());
    assertEquals("precious", text(answers));
    assertEquals(List.of(), errand.requests);
  }

  @Test
  void aRejectedInputNamesTheLinesOfTheFileAndMayBeSentAgain() {
    errand.status = "failed";
    Typed typed = batch();

    assertEquals(1, typed.code());
    assertTrue(typed.err().contains("line 3: no such model"), typed.err());
    assertFalse(Files.exists(answers));

    errand.status = "completed";
    allAnswered();
    assertEquals(0, batch().code());
    assertEquals(2, errand.batches.size());
  }

  @Test
  void aTemplateWithAnUnknownColumnSendsNothing() {
    Typed typed = Typed.run(errand, home, "batch", prompts.toString(), "-m", "m", "-p", "{answr}");

    assertEquals(2, typed.code());
    assertTrue(typed.err().contains("{answr}"), typed.err());
    assertTrue(typed.err().contains("question, lang"), typed.err());
    assertEquals(List.of(), errand.requests);
  }

  @Test
  void aDetachedBatchIsPickedUpByTheSameCommand() {
    assertEquals("batch_0\n", batch("--detach").out());
    assertFalse(Files.exists(answers));

    allAnswered();
    assertEquals(0, batch().code());
    assertEquals(1, errand.batches.size());
    assertTrue(text(answers).endsWith("Quoi?,fr,rien\n"));
  }
}
