package dev.errand.bench.stage;

import dev.errand.client.ErrandClient;
import dev.errand.client.Submission;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Jobs for measurements, each with a different prompt. */
public final class Jobs {

  private Jobs() {}

  public static Submission job(String model, int number) {
    return Submission.prompt(model, "What is %d in words?".formatted(number));
  }

  /** An upload's body. */
  public static byte[] lines(String model, int count) {
    return IntStream.range(0, count)
        .mapToObj(number -> job(model, number) + "\n")
        .collect(Collectors.joining())
        .getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Uploads lines and counts the results as they arrive, because parsing them would distort the
   * measurement.
   */
  public static void upload(Stage stage, byte[] lines) {
    long sent = 0;
    for (byte b : lines) {
      sent += b == '\n' ? 1 : 0;
    }
    try (Stream<String> answers = ErrandClient.of(stage.api().uri()).uploadLines(lines)) {
      if (answers.filter(line -> line.contains("\"id\"")).count() != sent) {
        throw new IllegalStateException("not every line was accepted");
      }
    }
  }
}
