package dev.errand.e2e;

import dev.errand.rig.Program;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The packaged command line as a user's process.
 *
 * @param folder the user's working directory, configuration and state
 */
record Cli(URI api, Path folder) {

  private static final Path JAR =
      Path.of("../..", "cli", "target", "errand-cli.jar").toAbsolutePath().normalize();
  private static final Path LOGS = Path.of("target", "logs").toAbsolutePath();
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** What a command has printed, to both outputs, and its exit code. */
  record Ended(int code, String output) {}

  /** Starts a command. */
  Program start(String name, String... arguments) {
    return Program.start(
        "errand " + name, process(arguments), LOGS.resolve("cli-" + name + ".log"));
  }

  /** A command as the user's process, to be started. */
  ProcessBuilder process(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                JAR.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().keySet().removeIf(key -> key.startsWith("ERRAND_"));
    builder.environment().put("ERRAND_URL", api.toString());
    builder.environment().put("XDG_CONFIG_HOME", folder.resolve("config").toString());
    builder.environment().put("XDG_STATE_HOME", folder.resolve("state").toString());
    return builder;
  }

  /** Runs a command to its end. */
  Ended run(String name, String... arguments) {
    try (Program program = start(name, arguments)) {
      int code = program.awaitEnd(PATIENCE);
      return new Ended(code, program.output());
    }
  }
}
