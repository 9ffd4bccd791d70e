package dev.errand.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.errand.e2e.Cli.Ended;
import dev.errand.rig.Program;
import dev.errand.simulator.answer.Answers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line against the packaged services. */
class CliIT {

  private static final int ROWS = 200;
  private static final Duration LOOK = Duration.ofMillis(5);

  @TempDir static Path root;
  private static Installation errand;

  @BeforeAll
  static void start() {
    errand = new Installation("cli", Map.of());
    // 200 calls of 500 ms, 10 at a time: ten seconds, so that there is a middle.
    errand.startWorker("w", Map.of("ERRAND_WORKER_CONCURRENCY", "10"));
  }

  @AfterAll
  static void stop() {
    errand.close();
  }

  private static Cli user(String name) throws IOException {
    return new Cli(errand.api().uri(), Files.createDirectory(root.resolve(name)));
  }

  @Test
  void twoHundredPromptsAreSentOnceHoweverOftenTheCommandIsKilled() throws IOException {
    Cli cli = user("batch");
    Files.writeString(
        cli.folder().resolve("prompts.csv"),
        IntStream.range(0, ROWS)
            .mapToObj(i -> "%d,killed question %d\n".formatted(i, i))
            .collect(Collectors.joining("", "number,question\n", "")));

    // Nothing ends before the command that is killed in the middle is there to read it.
    errand.client().pauseLane("default", "the command is being killed");
    kill(cli, "before the upload", () -> state(cli).contains("\"run\":1"));
    kill(cli, "after the upload", () -> state(cli).contains("\"inputFile\":\"file-"));
    kill(cli, "after the batch", () -> state(cli).contains("\"batch\":\"batch_"));
    try (Program program = cli.start("batch-killed-in-the-middle", batch())) {
      program.await("reading", LOOK, () -> program.output().contains("was submitted before"));
      errand.client().resumeLane("default");
      program.await("the middle", LOOK, () -> answers(cli).size() > ROWS / 4);
      program.kill();
    }
    int some = answers(cli).size();
    assertTrue(some < ROWS, "it has ended: " + some);
    Ended ended = cli.run("batch-rest", batch());

    assertEquals(0, ended.code(), ended.output());
    assertEquals(expected(), answers(cli).stream().sorted().toList(), ended.output());
    List<String> calledOtherwise =
        IntStream.range(0, ROWS)
            .mapToObj(i -> "killed question " + i)
            .filter(prompt -> errand.simulator().calls().count(prompt) != 1)
            .toList();
    assertEquals(List.of(), calledOtherwise);
    assertEquals(1, batches());
  }

  private static String[] batch() {
    return new String[] {
      "batch", "prompts.csv", "-m", "sim-latency-500ms", "-p", "{question}", "-o", "answers.csv"
    };
  }

  /** Kills the command, without any warning, as soon as something is true. */
  private static void kill(Cli cli, String when, BooleanSupplier holds) {
    try (Program program = cli.start("batch-killed-" + when.replace(' ', '-'), batch())) {
      program.await(when, LOOK, holds);
      program.kill();
    }
  }

  /** What the command remembers; it may be about to replace the file. */
  private static String state(Cli cli) {
    Path folder = cli.folder().resolve("state/errand/batches");
    if (!Files.isDirectory(folder)) {
      return "";
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.json")) {
      StringBuilder all = new StringBuilder();
      for (Path file : files) {
        all.append(Files.readString(file));
      }
      return all.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The rows that are complete. */
  private static List<String> answers(Cli cli) {
    Path file = cli.folder().resolve("answers.csv");
    try {
      return Files.exists(file)
          ? Files.readString(file)
              .lines()
              .filter(line -> line.matches("[0-9]+,killed question [0-9]+,.+"))
              .toList()
          : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> expected() {
    return IntStream.range(0, ROWS)
        .mapToObj(
            i ->
                "%d,killed question %d,%s".formatted(i, i, Answers.textFor("killed question " + i)))
        .sorted()
        .toList();
  }

  /** Those of the test above: the other one's have another model. */
  private static long batches() throws IOException {
    return new ObjectMapper()
            .readTree(errand.client().json().get("/v1/batches?limit=100"))
            .path("data")
            .findValuesAsText("model")
            .stream()
            .filter("sim-latency-500ms"::equals)
            .count();
  }

  @Test
  void rowsWithoutAnAnswerAreNamedWithTheirReason() throws IOException {
    Cli cli = user("errors");
    Files.writeString(cli.folder().resolve("p.csv"), "q\nfirst\nsecond\n");

    Ended ended = cli.run("errors", "batch", "p.csv", "-m", "sim-error-400", "-p", "{q}");

    assertEquals(3, ended.code(), ended.output());
    List<String> rows = Files.readAllLines(cli.folder().resolve("p.answers.errors.csv"));
    assertEquals("q,error_status,error_code,error_message", rows.getFirst());
    assertTrue(rows.get(1).matches("(first|second),400,.+"), rows.toString());
    assertEquals(3, rows.size());
    assertTrue(ended.output().contains("2 rows without an answer"), ended.output());
  }

  @Test
  void aJobGoesFromItsPromptToItsDeletion() throws IOException {
    Cli cli = user("job");

    assertEquals(
        new Ended(0, "The capital of France is Paris.\n"),
        cli.run("run", "run", "What is the capital of France?", "-m", "sim"));
    Ended submitted = cli.run("submit", "submit", "later", "-m", "sim", "--delay", "1h");
    String id = submitted.output().strip();
    assertEquals(0, submitted.code(), submitted.output());
    assertEquals(8, cli.run("wait", "wait", id, "--wait", "1s").code());
    assertEquals(6, cli.run("delete-early", "delete", id).code());
    assertEquals(0, cli.run("cancel", "cancel", id).code());
    assertEquals(3, cli.run("wait-cancelled", "wait", id).code());
    Ended log = cli.run("log", "log", id);
    assertTrue(log.output().contains("accepted for lane default"), log.output());
    assertTrue(log.output().contains("cancelled"), log.output());
    assertEquals(id + "\n", cli.run("list", "list", "--state", "cancelled", "-o", "id").output());
    assertEquals(0, cli.run("delete", "delete", id).code());
    assertEquals(5, cli.run("get", "get", id).code());
  }

  /** Its image has a small Java runtime, which was linked for it. */
  @Test
  void theImagesRuntimeHasAllThatTheCommandNeeds() throws IOException {
    Cli cli = user("image");
    Files.writeString(cli.folder().resolve("p.csv"), "q\nWhat is 2 + 2?\n");
    Path image = cli.folder().resolve("image");
    String script = Path.of("../../deploy/docker/assemble-cli.sh").toAbsolutePath().toString();
    ProcessBuilder assemble = new ProcessBuilder(script, image.toString());
    assemble.environment().put("JAVA_HOME", System.getProperty("java.home"));
    try (Program program = Program.start("assemble", assemble, root.resolve("assemble.log"))) {
      assertEquals(0, program.awaitEnd(Duration.ofMinutes(2)), program.output());
    }
    ProcessBuilder batch = cli.process("batch", "p.csv", "-m", "sim", "-p", "{q}");
    batch.command().set(0, image.resolve("java/bin/java").toString());
    batch.command().set(batch.command().indexOf("-jar") + 1, image + "/errand-cli.jar");
    try (Program program = Program.start("image", batch, root.resolve("image.log"))) {
      assertEquals(0, program.awaitEnd(Duration.ofMinutes(2)), program.output());
    }
    assertEquals(
        List.of("q,answer", "What is 2 + 2?,2 + 2 is 4."),
        Files.readAllLines(cli.folder().resolve("p.answers.csv")));
  }

  @Test
  void whatIsWrongIsSaid() throws IOException {
    Cli cli = user("doctor");

    Ended well = cli.run("doctor", "doctor");
    assertEquals(0, well.code(), well.output());
    assertTrue(well.output().contains("lanes    1 of 1 open"), well.output());
    Ended lanes = cli.run("lanes", "lanes", "--columns", "name,state");
    assertEquals(new Ended(0, "NAME     STATE\ndefault  open\n"), lanes);
    Ended off = cli.run("off", "lanes", "--url", "http://127.0.0.1:1");
    assertEquals(7, off.code());
    assertTrue(off.output().contains("can't reach http://127.0.0.1:1 (connection refused)"));
  }
}
