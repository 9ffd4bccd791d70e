package dev.errand.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.errand.cli.output.Screen;
import dev.errand.cli.settings.Environment;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What a command that was typed has printed, and its exit code. */
record Typed(int code, String out, String err) {

  /** Runs it as a user with this home directory, and an empty standard input. */
  static Typed run(FakeErrand errand, Path home, String... arguments) {
    return run(Map.of("ERRAND_URL", errand.url().toString()), home, "", arguments);
  }

  static Typed run(Map<String, String> variables, Path home, String in, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Screen screen =
        new Screen(
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            () -> false,
            () -> false,
            false);
    int code =
        Main.commandLine(
                new Environment(new HashMap<>(variables), home),
                screen,
                new ByteArrayInputStream(in.getBytes(UTF_8)))
            .execute(arguments);
    return new Typed(code, out.toString(UTF_8), err.toString(UTF_8));
  }
}
