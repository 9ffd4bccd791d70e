package dev.errand.e2e.clients;

import dev.errand.rig.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A client of OpenAI's API that {@code ./errand test} has installed, and the scripts that use it.
 */
public enum ClientScripts {
  PYTHON("python"),
  NODE_6("node6"),
  NODE_7("node7"),
  /** Vercel's AI SDK. */
  AI("ai"),
  /** What the example with FastAPI imports. */
  FASTAPI("fastapi");

  private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
  private static final Path EXAMPLES = ROOT.resolve("examples");
  private static final String DOCUMENTED = "http://127.0.0.1:8080/v1";
  private static final Path SCRIPTS = ROOT.resolve("verify/e2e/src/test/clients");
  private static final Path LOGS = Path.of("target", "logs").toAbsolutePath();
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final String folder;

  ClientScripts(String folder) {
    this.folder = folder;
  }

  /**
   * What a script has printed.
   *
   * @param status its exit code
   */
  public record Result(int status, String output) {

    /** The lines that begin with a word. */
    public List<String> lines(String word) {
      return output.lines().filter(line -> line.startsWith(word + " ")).toList();
    }
  }

  /** Whether {@code ./errand test} could install it. */
  public boolean isInstalled() {
    return Files.exists(folder().resolve("installed"));
  }

  /** A program that was installed with it. */
  public String program(String name) {
    return folder().resolve("venv/bin").resolve(name).toString();
  }

  /** Runs a script of the tests, and waits for its end. */
  public Result check(String script, Map<String, String> variables) {
    return run(SCRIPTS.resolve(this == PYTHON ? "python" : "node"), script, variables);
  }

  /** Runs one of the examples for users, and waits for its end. */
  public Result example(String script, Map<String, String> variables) {
    return run(
        EXAMPLES.resolve(this == PYTHON ? "openai-python" : "openai-node"), script, variables);
  }

  private Result run(Path scripts, String script, Map<String, String> variables) {
    String api = variables.getOrDefault("OPENAI_BASE_URL", DOCUMENTED);
    ProcessBuilder builder = new ProcessBuilder(command(copied(scripts, api).resolve(script)));
    builder.directory(folder().toFile()).environment().putAll(variables);
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    Path log = LOGS.resolve("client-%s-%s.log".formatted(folder, script));
    try (Program program = Program.start(log.getFileName().toString(), builder, log)) {
      int status = program.awaitEnd(PATIENCE);
      return new Result(status, program.output());
    }
  }

  private List<String> command(Path script) {
    List<String> command =
        new ArrayList<>(this == PYTHON ? List.of(program("python"), "-u") : List.of("node"));
    command.add(script.toString());
    return command;
  }

  private Path folder() {
    return ROOT.resolve("target/clients").resolve(folder);
  }

  /** Node finds packages only above the script that imports them; the API has another port here. */
  private Path copied(Path scripts, String api) {
    Path copies = folder().resolve("scripts").resolve(scripts.getFileName());
    try (Stream<Path> all = Files.list(scripts)) {
      Files.createDirectories(copies);
      for (Path script : all.filter(Files::isRegularFile).toList()) {
        Files.writeString(
            copies.resolve(script.getFileName()),
            Files.readString(script).replace(DOCUMENTED, api));
      }
      return copies;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
