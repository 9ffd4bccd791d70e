package dev.errand.rig.openai;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.function.IntFunction;

/**
 * The lines of a batch of chat completions; the {@code custom_id} of each is its number, from 0.
 *
 * @param prompt by the number of a line
 */
public record BatchLines(int count, String model, IntFunction<String> prompt) {

  static final String PATH = "/v1/chat/completions";

  private static final ObjectMapper JSON = new ObjectMapper();

  public void write(OutputStream out) throws IOException {
    for (int i = 0; i < count; i++) {
      out.write(JSON.writeValueAsBytes(line(i)));
      out.write('\n');
    }
  }

  /** The file's content. */
  public byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private ObjectNode line(int number) {
    ObjectNode line = JSON.createObjectNode();
    line.put("custom_id", Integer.toString(number)).put("method", "POST").put("url", PATH);
    ObjectNode body = line.putObject("body").put("model", model);
    body.putArray("messages").addObject().put("role", "user").put("content", prompt.apply(number));
    return line;
  }
}
