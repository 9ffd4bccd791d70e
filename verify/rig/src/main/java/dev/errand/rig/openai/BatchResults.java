package dev.errand.rig.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;

/** What the output file and the error file of a batch hold, line by line. */
public final class BatchResults {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int OK = 200;
  private static final int QUOTED = 60;

  private final TreeMap<String, String> byLine = new TreeMap<>();
  private final List<String> violations = new ArrayList<>();
  private final MessageDigest read = sha256();
  private final BatchLines lines;
  private String bytes;
  private int succeeded;

  private BatchResults(BatchLines lines) {
    this.lines = lines;
  }

  /** Reads both files of a batch that has ended, and checks each line. */
  public static BatchResults read(OpenAi api, JsonNode batch, BatchLines lines) throws IOException {
    BatchResults results = new BatchResults(lines);
    for (String file : List.of("output_file_id", "error_file_id")) {
      if (batch.path(file).isTextual()) {
        try (InputStream content = api.content(batch.path(file).textValue())) {
          results.add(content, file.startsWith("output"));
        }
      }
    }
    results.bytes = HexFormat.of().formatHex(results.read.digest());
    results.check(batch);
    return results;
  }

  private void add(InputStream content, boolean output) throws IOException {
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(content, StandardCharsets.UTF_8));
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      update(read, line);
      add((ObjectNode) JSON.readTree(line), output);
    }
  }

  private void add(ObjectNode line, boolean output) {
    String id = line.path("custom_id").asText();
    boolean ok = line.at("/response/status_code").asInt() == OK;
    hold(ok == output, id + " is in the other file");
    if (ok) {
      succeeded++;
      hold(belongs(line, id), id + " has another line's answer");
    }
    hold(byLine.put(id, lasting(line).toString()) == null, id + " is there twice");
  }

  /** The simulator's answers quote the beginnings of their prompts. */
  private boolean belongs(ObjectNode line, String id) {
    String answer = line.at("/response/body/choices/0/message/content").asText();
    String prompt = lines.prompt().apply(Integer.parseInt(id));
    return answer.contains(prompt.substring(0, Math.min(QUOTED, prompt.length())));
  }

  /** Without what a batch, an attempt or a call has of its own. */
  private static ObjectNode lasting(ObjectNode line) {
    line.remove("id");
    if (line.get("response") instanceof ObjectNode response) {
      response.remove("request_id");
      if (response.get("body") instanceof ObjectNode body) {
        body.remove(List.of("id", "created"));
      }
    }
    return line;
  }

  private void check(JsonNode batch) {
    hold(byLine.size() == lines.count(), "%d of %d".formatted(byLine.size(), lines.count()));
    JsonNode counts = batch.path("request_counts");
    hold(counts.path("total").asInt() == lines.count(), "total: " + counts);
    hold(counts.path("completed").asInt() == succeeded, succeeded + " succeeded: " + counts);
    hold(
        counts.path("completed").asInt() + counts.path("failed").asInt() == lines.count(),
        "no sum: " + counts);
  }

  private void hold(boolean condition, String otherwise) {
    if (!condition) {
      violations.add(otherwise);
    }
  }

  /** What is wrong with them; empty if nothing is. */
  public List<String> violations() {
    return List.copyOf(violations);
  }

  /** The number of lines that are there. */
  public int count() {
    return byLine.size();
  }

  /** The number of lines that succeeded. */
  public int succeeded() {
    return succeeded;
  }

  /** Of all lines in the order of their ids, without the ids and times that differ in each run. */
  public String hash() {
    MessageDigest digest = sha256();
    byLine.values().forEach(line -> update(digest, line));
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The hash of both files as they are. */
  public String bytes() {
    return bytes;
  }

  private static void update(MessageDigest digest, String line) {
    digest.update((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
