package dev.errand.chart;

import static org.awaitility.Awaitility.await;

import dev.errand.testing.FreePorts;
import io.fabric8.kubernetes.api.model.Container;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLContext;

/** A packaged service instead of a container, on its own port. */
record PodProcess(Container container, int port, HttpClient client, Path log, Process process)
    implements AutoCloseable {

  private static final Duration SOON = Duration.ofMinutes(3);

  static PodProcess start(
      Container container, String module, Map<String, String> environment, SSLContext trust)
      throws IOException {
    int port = FreePorts.next();
    Path log = Files.createDirectories(Path.of("target", "logs")).resolve(module + port + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-XX:+UseSerialGC",
            "-Xmx384m",
            "-jar",
            Path.of("../..", module, "target/quarkus-app/quarkus-run.jar").toString());
    builder.environment().putAll(environment);
    builder.environment().put("QUARKUS_HTTP_PORT", String.valueOf(port));
    builder.environment().put("QUARKUS_HTTP_SSL_PORT", String.valueOf(port));
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    HttpClient client = HttpClient.newBuilder().sslContext(trust).build();
    return new PodProcess(container, port, client, log, builder.start());
  }

  /** Waits until all probes succeed. */
  void awaitProbes() {
    List.of(
            container.getStartupProbe(),
            container.getLivenessProbe(),
            container.getReadinessProbe())
        .forEach(
            probe ->
                await(log.toString())
                    .atMost(SOON)
                    .ignoreExceptions()
                    .until(() -> get(probe.getHttpGet().getPath()).statusCode() == 200));
  }

  HttpResponse<String> get(String path) {
    String scheme = container.getReadinessProbe().getHttpGet().getScheme().toLowerCase(Locale.ROOT);
    URI uri = URI.create("%s://localhost:%d%s".formatted(scheme, port, path));
    try {
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  String output() {
    return Chart.read(log);
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
