package dev.errand.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class VersionTest {

  @ParameterizedTest
  @ValueSource(strings = {"--version", "dev --version", "simulator --version", "dev -V"})
  void everyCommandShowsTheVersionOfThePom(String command) throws Exception {
    StringWriter out = new StringWriter();
    CommandLine main =
        Main.commandLine(
                new Programs(List.of(), List.of(), List.of(), List.of()),
                Map.of(),
                Path.of("").toAbsolutePath())
            .setOut(new PrintWriter(out));
    assertEquals(0, main.execute(command.split(" ")));
    assertEquals("errand " + ofPom(), out.toString().strip());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "dev --help", "simulator --help"})
  void everyCommandHasHelp(String command) {
    StringWriter out = new StringWriter();
    CommandLine main =
        Main.commandLine(
                new Programs(List.of(), List.of(), List.of(), List.of()),
                Map.of(),
                Path.of("").toAbsolutePath())
            .setOut(new PrintWriter(out));
    assertEquals(0, main.execute(command.split(" ")));
    assertTrue(out.toString().startsWith("Usage: "), out.toString());
  }

  private static String ofPom() throws Exception {
    Matcher matcher =
        Pattern.compile("<artifactId>errand</artifactId>\\s*<version>([^<]+)</version>")
            .matcher(Files.readString(Path.of("../../pom.xml")));
    assertTrue(matcher.find());
    return matcher.group(1);
  }
}
