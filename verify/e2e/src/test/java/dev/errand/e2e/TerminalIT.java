package dev.errand.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.client.Submission;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees of the command line, in a narrow terminal. */
class TerminalIT {

  private static final int ROWS = 60;
  private static final int INTERRUPTED = 130;
  private static final Pattern RENEWAL = Pattern.compile("\r\u001b\\[K");

  @TempDir static Path root;
  private static Installation errand;

  @BeforeAll
  static void start() {
    PseudoTerminal.require();
    errand = new Installation("terminal", Map.of());
    // 60 calls of 500 ms, 10 at a time: three seconds, so that there is a middle.
    errand.startWorker("w", Map.of("ERRAND_WORKER_CONCURRENCY", "10"));
  }

  @AfterAll
  static void stop() {
    if (errand != null) {
      errand.close();
    }
  }

  private static Cli user(String name) throws IOException {
    Cli cli = new Cli(errand.api().uri(), Files.createDirectory(root.resolve(name)));
    Files.writeString(
        cli.folder().resolve("prompts.csv"),
        IntStream.range(0, ROWS)
            .mapToObj(i -> name + " question " + i)
            .collect(Collectors.joining("\n", "question\n", "\n")));
    return cli;
  }

  private static PseudoTerminal batch(String name) throws IOException {
    return PseudoTerminal.type(
        name,
        user(name),
        Map.of(),
        "batch",
        "prompts.csv",
        "-m",
        "sim-latency-500ms",
        "-p",
        "{question}");
  }

  /** The lines of a screen that show the progress. */
  private static List<String> progress(List<String> screen) {
    return screen.stream().filter(line -> line.matches("[█░]{23} .*")).toList();
  }

  @Test
  void theProgressIsOneLineThatIsRenewedAndGoneInTheEnd() throws IOException {
    try (PseudoTerminal terminal = batch("progress")) {
      assertEquals(0, terminal.awaitEnd(), terminal::written);

      String written = terminal.written();
      List<List<String>> before =
          RENEWAL
              .matcher(written)
              .results()
              .map(MatchResult::start)
              .map(end -> progress(PseudoTerminal.screen(written.substring(0, end))))
              .filter(lines -> !lines.isEmpty())
              .toList();
      assertTrue(before.stream().distinct().count() >= 3, written);
      // The line is longer than the terminal is wide.
      assertTrue(written.matches("(?s).*[█░]{23}[^\r]{40,}\r.*"), written);
      assertEquals(List.of(), before.stream().filter(lines -> lines.size() > 1).toList());
      assertEquals(List.of(), progress(terminal.screen()));
      assertTrue(String.join("", terminal.screen()).contains("60 answers in"), written);
    }
  }

  @Test
  void ctrlCSaysHowToGoOnAndLeavesTheTerminalAsItWas() throws IOException {
    try (PseudoTerminal terminal = batch("interrupted")) {
      terminal.awaitScreen("progress", screen -> !progress(screen).isEmpty());

      assertEquals(INTERRUPTED, terminal.interrupt(), terminal::written);

      String written = terminal.written();
      assertTrue(written.contains("goes on. The same command picks it up; to stop it:"), written);
      assertClean(written);
    }
  }

  @Test
  void lanesAreRenewedInPlace() throws IOException {
    try (PseudoTerminal terminal =
        PseudoTerminal.type(
            "lanes",
            user("lanes"),
            Map.of(),
            "lanes",
            "--watch",
            "--every",
            "1s",
            "--columns",
            "name,scheduled,queued,running,limit,provider,pool,models,state")) {
      terminal.awaitScreen("the lane", screen -> hasLane(screen, 0));
      errand.submit(Submission.prompt("sim", "in an hour").delay(Duration.ofHours(1)));
      terminal.awaitScreen("the job", screen -> hasLane(screen, 1));
      assertEquals(2, terminal.screen().size(), terminal::written);

      assertEquals(INTERRUPTED, terminal.interrupt(), terminal::written);
      assertClean(terminal.written());
    }
  }

  private static boolean hasLane(List<String> screen, int scheduled) {
    return screen.size() == 2
        && screen.getFirst().startsWith("NAME     SCHEDULED  QUEUED")
        && screen.getLast().matches("default  %d  .*".formatted(scheduled));
  }

  /** Lines go on at the margin again, and nothing else was changed. */
  private static void assertClean(String written) {
    assertTrue(written.lastIndexOf("\u001b[?7h") > written.lastIndexOf("\u001b[?7l"), written);
    assertFalse(written.contains("\u001b[?25l"), written);
    assertTrue(written.endsWith("\n"), written);
  }

  @Test
  void helpHasColoursUnlessNobodyWantsThem() throws IOException {
    Cli cli = user("colours");
    try (PseudoTerminal coloured = PseudoTerminal.type("colours", cli, Map.of(), "--help");
        PseudoTerminal plain =
            PseudoTerminal.type("no-colours", cli, Map.of("NO_COLOR", "1"), "--help")) {
      assertEquals(0, coloured.awaitEnd());
      assertEquals(0, plain.awaitEnd());
      assertTrue(coloured.written().contains("\u001b["), coloured.written());
      assertFalse(plain.written().contains("\u001b["), plain.written());
    }
  }
}
