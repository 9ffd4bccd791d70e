package dev.errand.e2e.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.errand.e2e.Packaging;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The output of {@code ./errand} itself. */
class ErrandScriptIT {

  @TempDir static Path directory;
  private static Checkout checkout;

  @BeforeAll
  static void checkOut() {
    assumeTrue(Packaging.tested() == Packaging.JAR, "./errand starts jars");
    checkout = new Checkout(DocumentedCommands.REPOSITORY, directory);
  }

  @AfterAll
  static void close() {
    if (checkout != null) {
      checkout.close();
    }
  }

  @Test
  void everyCommandKnowsItsVersionAndItsHelp() {
    String version = checkout.output("version", "./errand --version").strip();
    assertTrue(version.matches("errand [0-9]+[.][0-9]+[.][0-9]+\\S*"), version);
    for (String command :
        List.of(
            "dev",
            "simulator",
            "api",
            "worker",
            "faults",
            "test",
            "build",
            "native",
            "run",
            "batch")) {
      String name = "version-" + command;
      assertEquals(
          version, checkout.output(name, "./errand " + command + " --version").strip(), command);
      String help = checkout.output("help-" + command, "./errand " + command + " --help");
      assertTrue(help.contains("errand " + command) || help.contains("Usage: " + command), help);
    }
  }

  @Test
  void theJarsOfTheServicesKnowTheirVersionAndTheirHelp() {
    String version = checkout.output("version", "./errand --version").strip();
    for (String service : List.of("api-service", "worker-service")) {
      String java =
          "$JAVA_HOME/bin/java -jar %s/target/quarkus-app/quarkus-run.jar ".formatted(service);
      assertEquals(version, checkout.output("jar-version", java + "--version").strip());
      String help = checkout.output("jar-help", java + "--help");
      assertTrue(help.contains("Usage: java ") && help.contains("health"), help);
    }
  }

  @Test
  void argumentsThatAreNoSettingsAreAnsweredWithTheCommandsHelp() {
    for (String arguments : List.of("api foo", "worker --concurrency 5", "api port=8080 8081")) {
      try (Terminal terminal = checkout.type("bad", "./errand " + arguments, Map.of())) {
        assertEquals(2, terminal.awaitEnd(Duration.ofMinutes(1)));
        assertTrue(terminal.output().startsWith("errand: Unknown argument: "), terminal.output());
        assertTrue(terminal.output().contains("Usage: ./errand "), terminal.output());
      }
    }
  }
}
