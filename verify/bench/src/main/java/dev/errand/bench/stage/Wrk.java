package dev.errand.bench.stage;

import dev.errand.rig.Meter;
import dev.errand.rig.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The load generator wrk: many connections for little CPU. */
public final class Wrk {

  /** Printed at the end of each script, in requests, milliseconds and counts. */
  private static final String DONE =
      """
      done = function(summary, latency, requests)
        io.write(string.format("errand %d %d %.3f %.3f %d %d\\n", summary.requests,
          summary.duration, latency:percentile(50) / 1000, latency:percentile(99) / 1000,
          summary.errors.status, summary.errors.connect + summary.errors.read
          + summary.errors.write + summary.errors.timeout))
      end
      """;

  private static final Pattern RESULT =
      Pattern.compile("errand (\\d+) (\\d+) ([\\d.]+) ([\\d.]+) (\\d+) (\\d+)");

  private static final Duration LOOK = Duration.ofMillis(20);

  private Wrk() {}

  /**
   * The result of a run.
   *
   * @param perSecond completed requests per second
   * @param p50 median latency in milliseconds
   * @param p99 the 99th percentile of the latency
   * @param cpuMillis the CPU time of wrk itself
   */
  public record Load(double perSecond, double p50, double p99, long requests, long cpuMillis) {}

  public static void requireInstalled() {
    try {
      new ProcessBuilder("wrk", "-v").redirectErrorStream(true).start().getInputStream().close();
    } catch (IOException e) {
      throw new IllegalStateException("wrk is missing: apt install wrk, or brew install wrk", e);
    }
  }

  /**
   * Sends requests as fast as they are answered.
   *
   * @param lua sets {@code wrk.method} and so on, or a {@code request} function
   * @throws IllegalStateException if any request failed or was rejected
   */
  public static Load run(URI url, int connections, int seconds, String lua) {
    try {
      Path script = Files.createTempFile("errand-bench", ".lua");
      Files.writeString(script, lua + DONE);
      Process process = start(url, connections, seconds, script);
      long cpu = cpuUntilEnd(process);
      String output = new String(process.getInputStream().readAllBytes());
      Files.delete(script);
      return read(output, cpu);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Process start(URI url, int connections, int seconds, Path script)
      throws IOException {
    List<String> command =
        List.of(
            "wrk", "-t1", "-c" + connections, "-d" + seconds, "-s", script.toString(), "" + url);
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static long cpuUntilEnd(Process process) {
    long cpu = 0;
    while (process.isAlive()) {
      cpu = Math.max(cpu, Meter.cpuMillis(process.pid()));
      Waiting.pause(LOOK);
    }
    return cpu;
  }

  static Load read(String output, long cpu) {
    Matcher result = RESULT.matcher(output);
    if (!result.find()) {
      throw new IllegalStateException("wrk said: " + output);
    }
    long refused = Long.parseLong(result.group(5));
    long broken = Long.parseLong(result.group(6));
    if (refused + broken > 0) {
      throw new IllegalStateException(
          "%d requests were refused, %d failed: %s".formatted(refused, broken, output));
    }
    long requests = Long.parseLong(result.group(1));
    double seconds = Long.parseLong(result.group(2)) / 1e6;
    return new Load(
        requests / seconds,
        Double.parseDouble(result.group(3)),
        Double.parseDouble(result.group(4)),
        requests,
        cpu);
  }
}
