package dev.errand.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The script for native executables, on machines without a toolchain or with a wrong one. */
class ScriptsTest {

  @Test
  void withoutAToolchainNativeFailsAndSaysWhatToDo() throws Exception {
    assertRefused(Map.of("GRAALVM_HOME", ""), "Set GRAALVM_HOME to a GraalVM or Mandrel");
  }

  @Test
  void aHomeWithoutNativeImageIsRejected() throws Exception {
    String home = Sources.file("deploy").toString();
    assertRefused(Map.of("GRAALVM_HOME", home), "has no bin/native-image");
  }

  private static void assertRefused(Map<String, String> variables, String reason)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(Sources.file("errand").toString(), "native").redirectErrorStream(true);
    builder.environment().putAll(variables);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(10, TimeUnit.SECONDS));
    assertEquals(2, process.exitValue(), output);
    assertTrue(output.contains(reason), output);
  }
}
