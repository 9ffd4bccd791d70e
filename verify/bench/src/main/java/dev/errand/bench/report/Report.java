package dev.errand.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.errand.bench.report.Finding.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The findings of a run: one line each in a file, and a table. */
public final class Report {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final Map<String, String> circumstances;
  private final List<Finding> findings = new ArrayList<>();

  /**
   * @param circumstances of the run: machine, versions, settings
   */
  public Report(Path file, Map<String, String> circumstances) {
    this.file = file;
    this.circumstances = circumstances;
  }

  /** Stores a finding immediately, so that a run that fails later is not lost. */
  public void add(Finding finding) throws IOException {
    findings.add(finding);
    ObjectNode line = JSON.createObjectNode();
    line.put("at", Instant.now().toString());
    line.put("id", finding.id());
    line.put("verdict", finding.verdict().toString());
    if (!Double.isNaN(finding.ratio())) {
      line.put("ratio", rounded(finding.ratio()));
    }
    finding.details().forEach((name, value) -> line.put(name, rounded(value)));
    circumstances.forEach(line::put);
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        JSON.writeValueAsString(line) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /** The command's exit code: 1 if a goal was missed. */
  public int exitCode() {
    return findings.stream().anyMatch(finding -> finding.verdict() == Verdict.MISSED) ? 1 : 0;
  }

  /** The table, in Markdown. */
  public String table() {
    StringBuilder table =
        new StringBuilder(
            """
            | id | goal | figure | baseline of this run | ratio | |
            | --- | --- | --- | --- | --- | --- |
            """);
    for (Finding it : findings) {
      table.append(
          "| %s | %s | %s | %s | %s | %s |\n"
              .formatted(
                  it.id(), it.goal(), it.figure(), it.baseline(), it.shownRatio(), it.verdict()));
    }
    return table.toString();
  }

  private static double rounded(double value) {
    return Math.round(value * 10_000) / 10_000.0;
  }
}
