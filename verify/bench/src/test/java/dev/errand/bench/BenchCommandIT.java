package dev.errand.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BenchCommandIT {

  @TempDir private Path folder;

  @Test
  void measuresThePackagedServices() throws IOException {
    int code = run("S3", "--runs", "1", "--results", folder.toString());

    JsonNode result = new ObjectMapper().readTree(onlyLine());
    assertEquals("met".equals(result.path("verdict").asText()) ? 0 : 1, code, result.toString());
    assertEquals("S3", result.path("id").asText());
    assertEquals("on", result.path("synchronous_commit").asText());
    assertTrue(result.path("per_second").asDouble() > 0, result.toString());
    assertTrue(result.path("baseline_per_second").asDouble() > 0, result.toString());
  }

  @Test
  void unknownDirectivesAreRejected() {
    assertEquals(2, run("S99"));
  }

  private static int run(String... arguments) {
    return new CommandLine(new BenchCommand()).execute(arguments);
  }

  private String onlyLine() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<String> lines = Files.readAllLines(files.findFirst().orElseThrow());
      assertEquals(1, lines.size());
      return lines.getFirst();
    }
  }
}
