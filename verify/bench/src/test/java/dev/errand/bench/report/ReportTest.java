package dev.errand.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.errand.bench.report.Finding.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

  @TempDir private Path folder;

  @Test
  void appendsALineForEachFinding() throws IOException {
    Path file = folder.resolve("results/day.jsonl");
    new Report(file, Map.of("fsync", "on")).add(finding(0.5, Verdict.MISSED));
    new Report(file, Map.of("fsync", "on")).add(finding(1.25, Verdict.MET));

    List<String> lines = Files.readAllLines(file);
    JsonNode last = new ObjectMapper().readTree(lines.getLast());
    assertEquals(2, lines.size());
    assertEquals("on", last.path("fsync").asText());
    assertEquals("met", last.path("verdict").asText());
    assertEquals(1.25, last.path("ratio").asDouble());
    assertEquals(7, last.path("seconds").asDouble());
  }

  @Test
  void theTableShowsTheFigureBesideItsBaseline() throws IOException {
    Report report = new Report(folder.resolve("day.jsonl"), Map.of());
    report.add(finding(0.5, Verdict.MISSED));

    assertTrue(report.table().contains("| S3 | fast | 7 s | ideal 14 s | 0.50 | missed |"));
  }

  @Test
  void aMissedGoalAmongOthersEndsTheCommandWithAnError() throws IOException {
    Report report = new Report(folder.resolve("day.jsonl"), Map.of());
    report.add(finding(1.25, Verdict.MET));
    report.add(finding(1, Verdict.REPORTED));
    assertEquals(0, report.exitCode());

    report.add(finding(0.5, Verdict.MISSED));
    report.add(finding(1.25, Verdict.MET));

    assertEquals(1, report.exitCode());
  }

  private static Finding finding(double ratio, Verdict verdict) {
    return new Finding("S3", "fast", "7 s", "ideal 14 s", ratio, verdict, Map.of("seconds", 7.0));
  }
}
