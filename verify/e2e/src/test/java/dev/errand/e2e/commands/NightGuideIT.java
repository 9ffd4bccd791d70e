package dev.errand.e2e.commands;

import static dev.errand.e2e.commands.DocumentedCommands.DEV;
import static dev.errand.e2e.commands.DocumentedCommands.NIGHT;
import static dev.errand.e2e.commands.DocumentedCommands.REPOSITORY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.errand.e2e.Packaging;
import dev.errand.e2e.commands.ConsoleCommands.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Types the commands of docs/guide/after-a-bad-night.md, and compares all that they print. */
class NightGuideIT {

  @TempDir Path directory;
  @TempDir Path user;

  private final Transcript transcript = new Transcript();

  @Test
  void whatFailedWhyAndAgain() {
    assumeTrue(Packaging.tested() == Packaging.JAR, "./errand starts jars");
    try (Checkout checkout = new Checkout(REPOSITORY, directory)) {
      Typing typing = new Typing(checkout);
      try (Terminal _ = typing.dev("night", DEV, Map.of())) {
        NIGHT.forEach(command -> type(checkout, typing.port(), command));
      }
    }
  }

  private void type(Checkout checkout, String port, Command command) {
    Map<String, String> environment =
        Map.of(
            "ERRAND_URL", "http://127.0.0.1:" + port,
            "XDG_CONFIG_HOME", user.resolve("config").toString(),
            "XDG_STATE_HOME", user.resolve("state").toString());
    String text = transcript.typed(command.bare());
    try (Terminal terminal = checkout.type("night-" + command.line(), text, environment)) {
      int code = terminal.awaitEnd(Duration.ofMinutes(2));
      assertEquals(0, code, () -> command + ": " + terminal.output());
      transcript.assertPrinted(command, terminal.output());
    }
  }
}
