package dev.errand.cli.batch;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.errand.cli.service.CallOptions;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.function.Function;

/**
 * The lines to upload, in a temporary file that closing deletes.
 *
 * @param hash of all lines: the same prompts for the same model have the same
 */
record BatchInput(Path file, String hash, long characters) implements Closeable {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String PREFIX = "batch-";
  private static final String SUFFIX = ".jsonl";

  /**
   * Writes a line for each row.
   *
   * @param folder for the temporary file
   * @param body the provider's request for a row
   */
  static BatchInput write(Path folder, PromptFile prompts, Function<Row, ObjectNode> body)
      throws IOException {
    removeOld(folder);
    Path file = Files.createTempFile(folder, PREFIX, SUFFIX);
    try {
      return writeTo(file, prompts, body);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  /** Commands that were killed have left them. */
  private static void removeOld(Path folder) throws IOException {
    FileTime yesterday = FileTime.from(Instant.now().minus(Duration.ofDays(1)));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
      for (Path file : files) {
        if (Files.getLastModifiedTime(file).compareTo(yesterday) < 0) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static BatchInput writeTo(Path file, PromptFile prompts, Function<Row, ObjectNode> body)
      throws IOException {
    MessageDigest digest = sha256();
    long characters = 0;
    try (OutputStream out =
        new DigestOutputStream(new BufferedOutputStream(Files.newOutputStream(file)), digest)) {
      for (Row row : prompts.rows().values()) {
        ObjectNode request = body.apply(row);
        characters += request.path("messages").toString().length();
        out.write(JSON.writeValueAsBytes(line(row, request)));
        out.write('\n');
      }
    }
    return new BatchInput(file, HexFormat.of().formatHex(digest.digest()), characters);
  }

  private static ObjectNode line(Row row, ObjectNode request) {
    ObjectNode line = JSON.createObjectNode();
    line.put("custom_id", row.id()).put("method", "POST").put("url", CallOptions.ENDPOINT);
    line.set("body", request);
    return line;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }
}
