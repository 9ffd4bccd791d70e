package dev.errand.chart;

import static org.awaitility.Awaitility.await;

import dev.errand.rig.FreePorts;
import dev.errand.rig.Program;
import io.fabric8.kubernetes.api.model.Container;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A packaged service instead of a container, on its own ports. */
record PodProcess(
    Container container, int port, int managementPort, HttpClient client, Program process)
    implements AutoCloseable {

  private static final Duration SOON = Duration.ofMinutes(3);

  static PodProcess start(Container container, String module, Map<String, String> environment) {
    int port = FreePorts.next();
    int managementPort = FreePorts.next();
    Path log = Path.of("target", "logs", module + port + ".log");
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
    builder.environment().put("QUARKUS_MANAGEMENT_PORT", String.valueOf(managementPort));
    HttpClient client = HttpClient.newHttpClient();
    return new PodProcess(
        container, port, managementPort, client, Program.start(module, builder, log));
  }

  /** Waits until all probes succeed. */
  void awaitProbes() {
    List.of(
            container.getStartupProbe(),
            container.getLivenessProbe(),
            container.getReadinessProbe())
        .forEach(
            probe ->
                await(container.getName())
                    .atMost(SOON)
                    .ignoreExceptions()
                    .until(() -> managed(probe.getHttpGet().getPath()).statusCode() == 200));
  }

  /** The response of its management port. */
  HttpResponse<String> managed(String path) {
    return send(HttpRequest.newBuilder(uri(managementPort, path)));
  }

  /** The API's response to the holder of a key. */
  HttpResponse<String> get(String path, String key) {
    return send(HttpRequest.newBuilder(uri(port, path)).header("Authorization", "Bearer " + key));
  }

  private static URI uri(int port, String path) {
    return URI.create("http://localhost:%d%s".formatted(port, path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  String output() {
    return process.output();
  }

  @Override
  public void close() {
    process.kill();
  }
}
