package dev.errand.local.part;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A running service: a child process whose output goes to its log. */
public final class Service implements Part {
  /** Workers drain for up to 30 s, and need a moment to hand back unfinished calls. */
  static final Duration TIME_TO_STOP = Duration.ofSeconds(40);

  // Ctrl-C reaches every process of the terminal. Only the launcher must react to it; otherwise the
  // services would all stop at the same time. A JVM keeps ignoring signals that were ignored when
  // it started.
  private static final List<String> DEAF_TO_TERMINAL =
      List.of("sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh");

  private final String name;
  private final Process process;
  private final PartLog log;
  private final CompletableFuture<String> end;

  private Service(String name, Process process, PartLog log) {
    this.name = name;
    this.process = process;
    this.log = log;
    Thread reader = Thread.ofPlatform().daemon().name(name + "-log").start(this::readOutput);
    this.end = process.onExit().thenApplyAsync(_ -> fate(reader));
  }

  /** Starts it; {@code variables} are added to this process' environment. */
  public static Service start(
      String name, List<String> command, Map<String, String> variables, PartLog log) {
    List<String> line = new ArrayList<>(DEAF_TO_TERMINAL);
    line.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.redirectInput(new File("/dev/null"));
    builder.environment().putAll(variables);
    try {
      return new Service(name, builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void readOutput() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      lines.lines().forEach(log::add);
    } catch (IOException | UncheckedIOException _) {
      // The process was killed: there is nothing more to read.
    }
  }

  // Waits for its last output, because the end is reported with the last lines of the log.
  private String fate(Thread reader) {
    try {
      reader.join(Duration.ofSeconds(2));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return "exited unexpectedly with exit code " + process.exitValue();
  }

  public ProcessHandle handle() {
    return process.toHandle();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public PartLog log() {
    return log;
  }

  @Override
  public CompletableFuture<String> end() {
    return end;
  }

  @Override
  public void askToStop() {
    process.destroy();
  }

  @Override
  public void awaitStop() {
    try {
      if (!process.waitFor(TIME_TO_STOP.toSeconds(), TimeUnit.SECONDS)) {
        log.add("(killed: it did not stop within " + TIME_TO_STOP.toSeconds() + " s)");
        kill();
        process.waitFor();
      }
    } catch (InterruptedException _) {
      kill();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void kill() {
    process.destroyForcibly();
  }
}
