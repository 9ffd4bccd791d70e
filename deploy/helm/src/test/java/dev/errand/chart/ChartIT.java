package dev.errand.chart;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.errand.chart.Metrics.Metric;
import dev.errand.testing.EmbeddedDatabase;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged services as processes with the files, variables and probes of the rendered pods.
 * Only the addresses of the database and of the files differ.
 */
class ChartIT {

  private static final String VALUES =
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
      """;

  private final String database = EmbeddedDatabase.freshDatabase();

  @TempDir private Path directory;

  @Test
  void theServicesStartWithTheFilesAndVariablesOfThePods() throws Exception {
    Manifests manifests = Chart.render(VALUES);
    try (PodProcess api = start(manifests, "errand-api", "api-service", Map.of());
        PodProcess worker = start(manifests, "errand-worker-gpu", "worker-service", Map.of())) {
      api.awaitProbes();
      worker.awaitProbes();

      assertEquals(401, api.get("/v1/lanes", "x".repeat(43)).statusCode());
      JsonNode lane = Yaml.read(api.get("/v1/lanes", key(manifests)).body()).at("/data/1");
      assertEquals("gpu-large", lane.path("name").asText());
      assertEquals("vllm-1", lane.path("provider").asText());
      assertEquals(7, lane.path("concurrency").asInt());
      assertTrue(worker.output().contains("pool=gpu concurrency=3"), worker.output());
      assertMetrics(List.of(api, worker));
    }
  }

  @Test
  void theApiSpeaksTlsAndReadsItsCertificateAgain() throws Exception {
    Manifests manifests = Chart.render(VALUES + "api: {tls: {existingSecret: errand-api-tls}}");
    SelfSigned.put(directory);
    Map<String, String> soon = Map.of("QUARKUS_TLS_API_RELOAD_PERIOD", "1S");
    try (PodProcess api = start(manifests, "errand-api", "api-service", soon)) {
      api.awaitProbes();
      BigInteger first = SelfSigned.serial(api.port());

      SelfSigned.put(directory);

      // While it reads, key and certificate may be inconsistent for a moment.
      await()
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptions()
          .until(() -> !SelfSigned.serial(api.port()).equals(first));
    }
  }

  private static void assertMetrics(List<PodProcess> services) {
    Set<String> told = new TreeSet<>();
    services.forEach(
        service -> told.addAll(Metrics.samples(service.managed("/q/metrics").body()).keySet()));
    for (Metric metric : Metrics.of("quarkus")) {
      String name = metric.name().replace('.', '_');
      assertTrue(told.stream().anyMatch(it -> it.startsWith(name)), () -> name + told);
    }
    assertTrue(told.contains("errand_database_usable"), told::toString);
    assertTrue(told.contains("errand_worker_calls"), told::toString);
    assertTrue(told.contains("errand_lane_oldest_queued_seconds"), told::toString);
  }

  private PodProcess start(
      Manifests manifests, String pod, String module, Map<String, String> differences)
      throws IOException, GeneralSecurityException {
    Map<String, String> environment = new HashMap<>(Pods.environment(manifests.pod(pod)));
    assertEquals(
        "/etc/errand/settings/errand.properties", environment.get("QUARKUS_CONFIG_LOCATIONS"));
    environment.put("QUARKUS_CONFIG_LOCATIONS", settings(manifests, pod).toString());
    environment.put("ERRAND_DATABASE_USERNAME", "postgres");
    environment.putAll(differences);
    Files.writeString(directory.resolve("bootstrap-key"), key(manifests));
    return PodProcess.start(manifests.pod(pod).containers().getFirst(), module, environment);
  }

  private Path settings(Manifests manifests, String pod) throws IOException {
    String file = pod.replaceFirst("errand-", "") + ".properties";
    return Files.writeString(
        directory.resolve(file),
        manifests
            .the(ConfigMap.class, "errand")
            .getData()
            .get(file)
            .replaceFirst("errand\\.database\\.url=.*", "errand.database.url=" + database)
            .replace("/etc/errand/tls", directory.toString())
            .replace("/etc/errand/access", directory.toString()));
  }

  /** The key that the chart has made. */
  private static String key(Manifests manifests) {
    return manifests.the(Secret.class, "errand-bootstrap-key").getStringData().get("bootstrap-key");
  }
}
