package dev.errand.e2e.commands;

import dev.errand.rig.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A terminal in which one command was typed; closing it is Ctrl-C. */
record Terminal(Program program) implements AutoCloseable {

  private static final Path LOGS = Path.of("target", "logs").toAbsolutePath();
  private static final Duration LOOK = Duration.ofMillis(100);

  static Terminal open(
      Path directory, String name, String command, Map<String, String> environment) {
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", command).directory(directory.toFile());
    builder.environment().keySet().removeIf(key -> key.matches("(ERRAND|OPENAI|QUARKUS)_.*"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    return new Terminal(Program.start(command, builder, LOGS.resolve("docs-" + name + ".log")));
  }

  /** Waits until it has written this; a command that ends earlier is an error. */
  Terminal awaitOutput(String text) {
    program.await("writing " + text, LOOK, () -> output().contains(text));
    return this;
  }

  /** The exit code. */
  int awaitEnd(Duration atMost) {
    return program.awaitEnd(atMost);
  }

  String output() {
    return program.output();
  }

  /** Stops the command gracefully, and everything that it has left running. */
  @Override
  public void close() {
    program.stopAll();
  }
}
