package dev.errand.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jline.builtins.ScreenTerminal;

/**
 * A command in a terminal of 60 columns, which the program {@code script} of util-linux provides,
 * with a keyboard and a screen.
 */
final class PseudoTerminal implements AutoCloseable {

  static final int COLUMNS = 60;
  private static final int ROWS = 30;

  /** Tests that run in the background ignore Ctrl-C, and what they start would do so, too. */
  private static final String DEFAULT_SIGNALS = "env --default-signal=INT ";

  private static final Path LOGS = Path.of("target", "logs").toAbsolutePath();
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration LOOK = Duration.ofMillis(50);

  private final Process process;
  private final Path output;

  private PseudoTerminal(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** Skips the test where there is none, and says so; it fails if everything must be tested. */
  static void require() {
    if (!isInstalled()) {
      String missing = "no script of util-linux, or no env of coreutils, in the PATH";
      System.out.println("NOT RUN: tests in a terminal: " + missing);
      assertNotEquals("true", System.getenv("ERRAND_TEST_EVERYTHING"), missing);
      assumeTrue(false, missing);
    }
  }

  private static boolean isInstalled() {
    try {
      String nothing = DEFAULT_SIGNALS + "true";
      return new ProcessBuilder("script", "-qefc", nothing, "/dev/null").start().waitFor() == 0;
    } catch (IOException _) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Types a command. */
  static PseudoTerminal type(
      String name, Cli cli, Map<String, String> variables, String... arguments) {
    ProcessBuilder builder = cli.process(arguments);
    String command =
        builder.command().stream()
            .map(word -> "'" + word.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" "));
    String sized =
        "stty cols %d rows %d; exec %s %s".formatted(COLUMNS, ROWS, DEFAULT_SIGNALS, command);
    builder.command(List.of("script", "-qefc", sized, "/dev/null"));
    builder.environment().keySet().removeAll(List.of("NO_COLOR", "COLUMNS", "LINES"));
    builder.environment().put("TERM", "xterm-256color");
    builder.environment().putAll(variables);
    File log = LOGS.resolve("terminal-" + name + ".log").toFile();
    try {
      Files.createDirectories(LOGS);
      return new PseudoTerminal(
          builder.redirectErrorStream(true).redirectOutput(log).start(), log.toPath());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Presses Ctrl-C, and returns the exit code. */
  int interrupt() {
    try {
      process.getOutputStream().write(3);
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return awaitEnd();
  }

  /** All that was written, with the commands to the terminal. */
  String written() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines on the screen that are not empty. */
  List<String> screen() {
    return screen(written());
  }

  /** The same, after something was written. */
  static List<String> screen(String written) {
    ScreenTerminal screen = new ScreenTerminal(COLUMNS, ROWS);
    screen.write(written);
    return screen
        .toString()
        .lines()
        .map(String::stripTrailing)
        .filter(line -> !line.isEmpty())
        .toList();
  }

  /** Waits until the screen is as it should be. */
  PseudoTerminal awaitScreen(String what, Predicate<List<String>> holds) {
    await(what)
        .atMost(PATIENCE)
        .pollInterval(LOOK)
        .failFast("it has ended", () -> !process.isAlive() && !holds.test(screen()))
        .until(() -> holds.test(screen()));
    return this;
  }

  /** The exit code. */
  int awaitEnd() {
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("it goes on: " + written());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
