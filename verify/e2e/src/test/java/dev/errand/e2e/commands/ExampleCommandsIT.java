package dev.errand.e2e.commands;

import static dev.errand.e2e.commands.DocumentedCommands.CSV;
import static dev.errand.e2e.commands.DocumentedCommands.CSV_ANSWERS;
import static dev.errand.e2e.commands.DocumentedCommands.DEMO;
import static dev.errand.e2e.commands.DocumentedCommands.REPOSITORY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.errand.e2e.Packaging;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Types the commands of examples/button and examples/batch-csv. */
class ExampleCommandsIT {

  private static final Pattern DEMO_LINE = Pattern.compile("Demo       (http://\\S+)");

  @TempDir Path directory;

  @Test
  void theDemoHasAPageAndACsvFileGetsItsAnswers() {
    assumeTrue(Packaging.tested() == Packaging.JAR, "./errand starts jars");
    try (Checkout checkout = new Checkout(REPOSITORY, directory)) {
      Typing typing = new Typing(checkout);
      try (Terminal dev = typing.dev("demo", DEMO, Map.of())) {
        long before = dev.output().lines().takeWhile(line -> !line.equals("Errand is up.")).count();
        assertTrue(before < 15, dev.output());
        String page = DEMO_LINE.matcher(dev.output()).results().findFirst().orElseThrow().group(1);
        assertTrue(checkout.output("page", "curl -s " + page).contains("<h1>Ask a model</h1>"));
        checkout.output(
            "csv",
            "XDG_STATE_HOME=$PWD/state ERRAND_URL=http://127.0.0.1:"
                + typing.port()
                + " "
                + CSV.text());
        String answers = checkout.output("answers", CSV_ANSWERS.text());
        assertTrue(answers.startsWith("id,language,review,answer\n"), answers);
        assertEquals(4, answers.strip().lines().count(), answers);
      }
    }
  }
}
