package dev.errand.e2e.fuzz;

import static org.awaitility.Awaitility.await;

import dev.errand.rig.ServiceProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A service's resources, from its metrics after a garbage collection.
 *
 * @param heapBytes the used heap; empty for a native executable, whose garbage collection cannot be
 *     triggered
 * @param threads platform threads
 * @param connections client connections, including the one of this query; all open files if known
 * @param series its metrics by name and labels: values invented by clients must not appear
 * @param requests requests in progress, including this query
 */
public record Vitals(
    OptionalLong heapBytes, long threads, long connections, Set<String> series, long requests) {

  /** The resources of a service. */
  public static Vitals of(ServiceProcess service) throws IOException, InterruptedException {
    boolean collected = collectGarbage(service.pid());
    String metrics = metrics(service);
    return new Vitals(
        collected
            ? OptionalLong.of(sum(metrics, "jvm_memory_used_bytes\\{area=\"heap\".*\\}"))
            : OptionalLong.empty(),
        sum(metrics, "jvm_threads_live_threads"),
        openFiles(service.pid()),
        metrics
            .lines()
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.substring(0, line.lastIndexOf(' ')))
            .collect(Collectors.toSet()),
        sum(metrics, "http_server_active_requests"));
  }

  /** The same once no request is in progress except this query. */
  public static Vitals atRest(ServiceProcess service) throws IOException, InterruptedException {
    await()
        .atMost(Duration.ofSeconds(90))
        .until(() -> sum(service, "http_server_active_requests") <= 1);
    return of(service);
  }

  /** Whether the heap has grown by more since then; false if it is unknown. */
  public boolean heapGrew(Vitals before, long bytes) {
    return heapBytes.isPresent() && heapBytes.getAsLong() - before.heapBytes.getAsLong() > bytes;
  }

  /** The sum of all series of a service's metric, with a pattern for name and labels. */
  public static long sum(ServiceProcess service, String pattern)
      throws IOException, InterruptedException {
    return sum(metrics(service), pattern);
  }

  /** All values of a label. */
  public Set<String> labels(String name) {
    Pattern label = Pattern.compile("\\b" + name + "=\"([^\"]*)\"");
    return series.stream()
        .flatMap(one -> label.matcher(one).results())
        .map(found -> found.group(1))
        .collect(Collectors.toSet());
  }

  @Override
  public String toString() {
    return "heap %s, threads %d, open files %d, series %d, requests %d"
        .formatted(heapBytes, threads, connections, series.size(), requests);
  }

  private static long sum(String metrics, String pattern) {
    Matcher lines =
        Pattern.compile("^" + pattern + " ([-+.0-9E]+)$", Pattern.MULTILINE).matcher(metrics);
    double sum = 0;
    while (lines.find()) {
      sum += Double.parseDouble(lines.group(1));
    }
    return (long) sum;
  }

  /** The largest classes on a process' heap, for humans, after a garbage collection. */
  public static String mostOf(long pid) throws IOException, InterruptedException {
    return jcmd(pid, "GC.class_histogram").lines().limit(30).collect(Collectors.joining("\n"));
  }

  private static boolean collectGarbage(long pid) throws IOException, InterruptedException {
    String program = ProcessHandle.of(pid).orElseThrow().info().command().orElseThrow();
    if (!program.endsWith("/java")) {
      return false;
    }
    jcmd(pid, "GC.run");
    return true;
  }

  private static String jcmd(long pid, String command) throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process process =
        new ProcessBuilder(jcmd.toString(), String.valueOf(pid), command)
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("jcmd %d %s: %s".formatted(pid, command, printed));
    }
    return printed;
  }

  private static long openFiles(long pid) throws IOException {
    Path files = Path.of("/proc", String.valueOf(pid), "fd");
    if (!Files.isDirectory(files)) {
      return 0;
    }
    try (Stream<Path> all = Files.list(files)) {
      return all.count();
    }
  }

  private static String metrics(ServiceProcess service) throws IOException, InterruptedException {
    URI uri = service.managementUri().resolve("/q/metrics");
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    }
  }
}
