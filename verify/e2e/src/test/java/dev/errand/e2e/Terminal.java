package dev.errand.e2e;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A terminal in which one command was typed; closing it is Ctrl-C. */
final class Terminal implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final String command;
  private final Path log;
  private final Process process;

  private Terminal(String command, Path log, Process process) {
    this.command = command;
    this.log = log;
    this.process = process;
  }

  static Terminal open(
      Path directory, String name, String command, Map<String, String> environment) {
    Path log = Path.of("target", "logs", "docs-" + name + ".log").toAbsolutePath();
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", command)
            .directory(directory.toFile())
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().keySet().removeIf(key -> key.matches("(ERRAND|OPENAI|QUARKUS)_.*"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    try {
      Files.createDirectories(log.getParent());
      return new Terminal(command, log, builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it has written that; a command that ends before is an error. */
  Terminal awaitOutput(String text) {
    await(command)
        .atMost(PATIENCE)
        .until(
            () -> {
              boolean alive = process.isAlive();
              if (!output().contains(text) && !alive) {
                throw new IllegalStateException(command + " ended: " + output());
              }
              return output().contains(text);
            });
    return this;
  }

  /** The exit code. */
  int awaitEnd(long time, TimeUnit unit) {
    try {
      if (!process.waitFor(time, unit)) {
        throw new IllegalStateException(command + " goes on: " + output());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the command in order, and whatever it has left. */
  @Override
  public void close() {
    Stream.concat(process.descendants(), Stream.of(process.toHandle()))
        .toList()
        .forEach(ProcessHandle::destroy);
    awaitEnd(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }
}
