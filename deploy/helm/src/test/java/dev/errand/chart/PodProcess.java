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
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLContext;

/** A packaged service instead of a container, on its own port. */
record PodProcess(Container container, int port, HttpClient client, Program process)
    implements AutoCloseable {

  private static final Duration SOON = Duration.ofMinutes(3);

  static PodProcess start(
      Container container, String module, Map<String, String> environment, SSLContext trust) {
    int port = FreePorts.next();
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
    HttpClient client = HttpClient.newBuilder().sslContext(trust).build();
    return new PodProcess(container, port, client, Program.start(module, builder, log));
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
    return process.output();
  }

  @Override
  public void close() {
    process.kill();
  }
}
