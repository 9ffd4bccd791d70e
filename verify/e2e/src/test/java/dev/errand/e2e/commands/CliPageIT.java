package dev.errand.e2e.commands;

import static dev.errand.e2e.commands.DocumentedCommands.CLI;
import static dev.errand.e2e.commands.DocumentedCommands.DEV;
import static dev.errand.e2e.commands.DocumentedCommands.REPOSITORY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.errand.e2e.Packaging;
import dev.errand.e2e.commands.ConsoleCommands.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Types the commands of docs/reference/cli.md, all and in their order. */
class CliPageIT {

  private static final String ID = "[0-9a-f]{8}-[0-9a-f-]{27}";

  @TempDir Path directory;
  @TempDir Path user;

  /** The output of each command. */
  private final Map<String, String> outputs = new LinkedHashMap<>();

  @Test
  void thePageIsTrue() throws IOException {
    assumeTrue(Packaging.tested() == Packaging.JAR, "./errand starts jars");
    try (Checkout checkout = new Checkout(REPOSITORY, directory)) {
      Files.writeString(directory.resolve("key.txt"), "errand_4fZk0QpLm2Xy_secret\n");
      Typing typing = new Typing(checkout);
      try (Terminal _ = typing.dev("cli", DEV, Map.of())) {
        CLI.forEach(command -> type(checkout, typing, command));
      }
      assertEquals("The capital of France is Paris.\n", output("./errand run"));
      assertEquals("* work  http://errand.example.com:8080\n", output("./errand config list"));
      assertEquals(
          "Why did the job cross the queue? It had been claimed.\n", output("./errand get"));
      assertEquals(
          List.of(
              "capital,What is the capital of France?,The capital of France is Paris.",
              "id,question,answer",
              "joke,Tell me a joke.,Why did the job cross the queue? It had been claimed.",
              "sum,What is 2 + 2?,2 + 2 is 4."),
          Files.readAllLines(directory.resolve("answers.csv")).stream().sorted().toList());
    }
  }

  private void type(Checkout checkout, Typing typing, Command command) {
    String id = outputs.getOrDefault("./errand submit 'Tell me a joke.' -m sim", "").strip();
    String text = typing.at(command.bare()).replaceAll(ID, id);
    Map<String, String> environment =
        Map.of(
            "ERRAND_URL", "http://127.0.0.1:" + typing.port(),
            "XDG_CONFIG_HOME", user.resolve("config").toString(),
            "XDG_STATE_HOME", user.resolve("state").toString());
    try (Terminal terminal = checkout.type("cli-" + command.line(), text, environment)) {
      assertEquals(
          0, terminal.awaitEnd(Duration.ofMinutes(2)), () -> text + ": " + terminal.output());
      outputs.put(command.bare(), terminal.output());
    }
  }

  private String output(String start) {
    return outputs.entrySet().stream()
        .filter(each -> each.getKey().startsWith(start))
        .findFirst()
        .orElseThrow()
        .getValue();
  }
}
