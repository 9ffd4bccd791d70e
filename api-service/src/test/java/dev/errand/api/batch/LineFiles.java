package dev.errand.api.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.errand.api.config.ApiConfig;
import dev.errand.api.config.OpenAiConfig;
import dev.errand.api.submit.CallReaders;
import dev.errand.api.testing.TestConfig;
import dev.errand.job.Endpoint;
import dev.errand.tenant.Access;
import dev.errand.tenant.Caller;
import dev.errand.tenant.Limits;
import io.smallrye.config.SmallRyeConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Input files of batches, and what reads them, without the service. */
final class LineFiles {

  static final int PRIORITY = -10;

  private LineFiles() {}

  /** A valid line for chat completions. */
  static String line(String customId) {
    return line(customId, "{\"model\":\"gpt-5\",\"messages\":[]}");
  }

  static String line(String customId, String body) {
    return "{\"custom_id\":\"%s\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":%s}"
        .formatted(customId, body);
  }

  static BatchLineReader reader(Map<String, String> settings) {
    return new BatchLineReader(
        CallReaders.reader(), TestConfig.with(settings).getConfigMapping(ApiConfig.class));
  }

  static BatchCheck check(Map<String, String> settings) {
    SmallRyeConfig config = TestConfig.with(settings);
    return new BatchCheck(reader(settings), config.getConfigMapping(OpenAiConfig.class));
  }

  /** What a check finds for a caller without limits. */
  static Checked checked(String file) throws IOException, InterruptedException {
    return checked(Map.of(), Limits.NONE, file);
  }

  static Checked checked(Map<String, String> settings, Limits limits, String file)
      throws IOException, InterruptedException {
    Caller caller = new Caller("acme", Access.OPEN, "test", Set.of(), limits);
    return check(settings)
        .check(stream(file), Endpoint.CHAT_COMPLETIONS, caller, PRIORITY, () -> {});
  }

  /** The errors' lines and codes: {@code 3 url_mismatch}. */
  static List<String> codes(Checked checked) {
    return checked.errors().stream().map(error -> error.line() + " " + error.code()).toList();
  }

  static InputStream stream(String file) {
    return new ByteArrayInputStream(file.getBytes(UTF_8));
  }
}
