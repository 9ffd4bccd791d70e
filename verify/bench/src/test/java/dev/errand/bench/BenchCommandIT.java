package dev.errand.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
  void measuresBatchesInTurnWithJobs() throws IOException {
    run("S12", "--runs", "1", "--lines", "2000", "--results", folder.toString());

    List<JsonNode> results = new ArrayList<>();
    for (String line : lines()) {
      results.add(new ObjectMapper().readTree(line));
    }
    assertEquals(
        List.of("S12a", "S12b", "S12c", "S12d"),
        results.stream().map(result -> result.path("id").asText()).toList());
    assertTrue(results.getFirst().path("ratio").asDouble() > 0, results.toString());
    assertEquals(8, results.get(2).path("file_mb").asDouble(), 0.4);
    assertTrue(results.getLast().path("calls").asInt() > 0, results.toString());
  }

  @Test
  void unknownDirectivesAreRejected() {
    assertEquals(2, run("S99"));
  }

  private static int run(String... arguments) {
    return new CommandLine(new BenchCommand()).execute(arguments);
  }

  private String onlyLine() throws IOException {
    assertEquals(1, lines().size());
    return lines().getFirst();
  }

  private List<String> lines() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return Files.readAllLines(files.findFirst().orElseThrow());
    }
  }
}
