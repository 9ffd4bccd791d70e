package dev.errand.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.client.Operation;
import dev.errand.client.Submission;
import dev.errand.e2e.Cli.Ended;
import dev.errand.rig.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verbs that move all jobs of a filter, when their processes die or are interrupted. */
class CliOperationsIT {

  private static final int JOBS = 1_200;
  private static final Duration LOOK = Duration.ofMillis(2);

  @TempDir static Path root;
  private static Installation errand;

  @BeforeAll
  static void start() {
    errand = new Installation("cli-operations", Map.of());
  }

  @AfterAll
  static void stop() {
    errand.close();
  }

  /** A user, and jobs that have not started. */
  private static Cli user(String name) throws IOException {
    errand.upload(
        IntStream.range(0, JOBS)
            .mapToObj(
                i ->
                    Submission.prompt("sim", name + " " + i)
                        .delay(Duration.ofHours(1))
                        .metadata(Map.of("of", name)))
            .toList());
    return new Cli(errand.api().uri(), Files.createDirectory(root.resolve(name)));
  }

  private static String[] cancel(String name) {
    return new String[] {"cancel", "--since", "1h", "--meta", "of=" + name, "--yes"};
  }

  @Test
  void aCommandThatIsKilledBeforeTheServiceAnswersBeginsOneOperation() throws IOException {
    Cli cli = user("sending");
    try (Program program = cli.start("killed-sending", cancel("sending"))) {
      program.await("a record", LOOK, () -> isRemembered(cli));
      program.kill();
    }

    assertIsDoneOnce("sending", cli.run("sending-again", cancel("sending")));
  }

  @Test
  void aCommandThatIsKilledWhileItWaitsBeginsOneOperation() throws IOException {
    Cli cli = user("waiting");
    try (Program program = cli.start("killed-waiting", cancel("waiting"))) {
      program.await("the operation", LOOK, () -> program.output().contains("has begun"));
      program.kill();
    }
    Ended again = cli.run("waiting-again", cancel("waiting"));

    assertTrue(again.output().contains("it is not done again"), again.output());
    assertIsDoneOnce("waiting", again);
    // From now on the same words are another operation, which has nothing to do.
    assertEquals(new Ended(0, "would cancel 0 jobs\n"), cli.run("waiting-anew", cancel("waiting")));
  }

  @Test
  void ctrlCSaysThatTheOperationGoesOn() throws IOException {
    PseudoTerminal.require();
    Cli cli = user("interrupted");
    try (PseudoTerminal terminal =
        PseudoTerminal.type("operation", cli, Map.of(), cancel("interrupted"))) {
      terminal.awaitScreen(
          "the operation", screen -> String.join("", screen).contains("has begun"));
      assertEquals(130, terminal.interrupt(), terminal::written);
      String end = terminal.written();
      assertTrue(end.contains("goes on. The same command picks it up; to stop it:"), end);
    }

    assertIsDoneOnce("interrupted", cli.run("interrupted-again", cancel("interrupted")));
  }

  private static boolean isRemembered(Cli cli) {
    Path folder = cli.folder().resolve("state/errand/operations");
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(file -> file.toFile().length() > 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertIsDoneOnce(String name, Ended ended) {
    assertEquals(0, ended.code(), ended.output());
    String last = "%d of %d cancelled\n".formatted(JOBS, JOBS);
    assertTrue(ended.output().endsWith(last), ended.output());
    List<Operation> operations =
        errand.client().operations().newest().stream()
            .filter(it -> List.of(name).equals(it.filter().get("metadata.of")))
            .toList();
    assertEquals(1, operations.size(), operations.toString());
    assertEquals(JOBS, operations.getFirst().done());
  }
}
