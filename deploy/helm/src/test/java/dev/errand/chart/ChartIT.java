package dev.errand.chart;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.errand.chart.Metrics.Metric;
import dev.errand.testing.EmbeddedDatabase;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged services as processes that get the files, variables and probes of the rendered pods.
 * Only where the database is differs.
 */
class ChartIT {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration SOON = Duration.ofSeconds(90);
  private static final Manifests MANIFESTS =
      Chart.render(
          """
          tryOut: {enabled: true}
          broker: postgres
          lanes:
            default: {models: ["*"], provider: openai, pool: default}
            gpu-large: {models: ["llama-*"], provider: vllm-1, pool: gpu, concurrency: 7}
          providers:
            vllm-1: {baseUrl: "http://localhost:9/v1", apiKey: {existingSecret: vllm}}
          pools:
            gpu: {concurrency: 3}
          """);

  @TempDir private Path directory;

  @Test
  void theServicesStartWithWhatThePodsGet() throws Exception {
    String database = EmbeddedDatabase.freshDatabase();
    try (Service api = start("errand-api", "api-service", "api.properties", database);
        Service worker =
            start("errand-worker-gpu", "worker-service", "worker-gpu.properties", database)) {
      List<Service> services = List.of(api, worker);
      services.forEach(Service::awaitProbes);

      JsonNode lane = Yaml.read(api.get("/v1/lanes").body()).at("/data/1");
      assertEquals("gpu-large", lane.path("name").asText());
      assertEquals("vllm-1", lane.path("provider").asText());
      assertEquals(7, lane.path("concurrency").asInt());
      assertTrue(worker.output().contains("pool=gpu concurrency=3"), worker.output());

      Set<String> told = new TreeSet<>();
      services.forEach(
          service -> told.addAll(Metrics.samples(service.get("/q/metrics").body()).keySet()));
      for (Metric metric : Metrics.of("quarkus")) {
        String name = metric.name().replace('.', '_');
        assertTrue(told.stream().anyMatch(it -> it.startsWith(name)), () -> name + told);
      }
      assertTrue(told.contains("errand_database_usable"), told::toString);
      assertTrue(told.contains("errand_worker_calls"), told::toString);
    }
  }

  private Service start(String pod, String module, String file, String database)
      throws IOException {
    String settings = MANIFESTS.the(ConfigMap.class, "errand").getData().get(file);
    Path mounted = directory.resolve(file);
    Files.writeString(
        mounted,
        settings.replaceFirst("errand\\.database\\.url=.*", "errand.database.url=" + database));
    Map<String, String> environment = Tables.environment(MANIFESTS.pod(pod));
    assertEquals(
        "/etc/errand/settings/errand.properties", environment.get("QUARKUS_CONFIG_LOCATIONS"));
    environment.put("QUARKUS_CONFIG_LOCATIONS", mounted.toString());
    environment.put("ERRAND_DATABASE_USERNAME", "postgres");
    Container container = MANIFESTS.pod(pod).containers().getFirst();
    return Service.start(container, module, environment);
  }

  /** A packaged service in the place of a container. */
  private record Service(Container container, int port, Path log, Process process)
      implements AutoCloseable {

    static Service start(Container container, String module, Map<String, String> environment)
        throws IOException {
      int port;
      try (ServerSocket socket = new ServerSocket(0)) {
        port = socket.getLocalPort();
      }
      Path log = Files.createDirectories(Path.of("target", "logs")).resolve(module + ".log");
      ProcessBuilder builder =
          new ProcessBuilder(
              ProcessHandle.current().info().command().orElseThrow(),
              "-jar",
              Path.of("../..", module, "target/quarkus-app/quarkus-run.jar").toString());
      builder.environment().putAll(environment);
      builder.environment().put("QUARKUS_HTTP_PORT", String.valueOf(port));
      builder.redirectErrorStream(true).redirectOutput(log.toFile());
      return new Service(container, port, log, builder.start());
    }

    void awaitProbes() {
      List.of(
              container.getStartupProbe(),
              container.getLivenessProbe(),
              container.getReadinessProbe())
          .forEach(
              probe ->
                  await(output())
                      .atMost(SOON)
                      .ignoreExceptions()
                      .until(() -> get(probe.getHttpGet().getPath()).statusCode() == 200));
    }

    HttpResponse<String> get(String path) {
      try {
        return HTTP.send(
            HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build(),
            BodyHandlers.ofString());
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
}
