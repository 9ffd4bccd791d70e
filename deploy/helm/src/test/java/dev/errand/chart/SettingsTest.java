package dev.errand.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.api.config.ApiConfig;
import dev.errand.api.config.OpenAiConfig;
import dev.errand.api.config.OpenAiConfig.FilesConfig;
import dev.errand.api.config.S3Config;
import dev.errand.chart.Manifests.Pod;
import dev.errand.job.Usage;
import dev.errand.lane.Lanes;
import dev.errand.lane.LanesConfig;
import dev.errand.price.Prices;
import dev.errand.price.PricesConfig;
import dev.errand.worker.config.ProvidersConfig;
import dev.errand.worker.config.ProvidersConfig.ProviderConfig;
import dev.errand.worker.config.WorkerConfig;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** With the files and variables of their pods, the services read the intended settings. */
class SettingsTest {

  private static final String MIGRATE = "errand.database.migrate";
  private static final int OF_THE_JAR = 250;
  private static final int OF_VARIABLES = 300;

  static Stream<Variation> variations() {
    return Variation.all();
  }

  @ParameterizedTest
  @MethodSource("variations")
  void theApiServiceKnowsEachSetting(Variation variation) {
    SmallRyeConfig config = apiConfig(variation);

    assertTrue(config.getConfigMapping(LanesConfig.class).lanes().containsKey("default"));
    assertReadable(config);
  }

  @ParameterizedTest
  @MethodSource("variations")
  void workersKnowEachSettingAndHaveALaneAndItsProvider(Variation variation) {
    for (Pod pod : variation.rendered().pods()) {
      String pool = pod.labels().get("errand.dev/pool");
      if (pool != null) {
        SmallRyeConfig config = workerConfig(variation, pool);
        Lanes lanes = new Lanes(config.getConfigMapping(LanesConfig.class));
        Map<String, ProviderConfig> providers =
            config.getConfigMapping(ProvidersConfig.class).providers();

        assertEquals(pool, config.getConfigMapping(WorkerConfig.class).pool());
        assertTrue(!lanes.ofPool(pool).isEmpty());
        lanes.ofPool(pool).forEach(lane -> assertTrue(providers.containsKey(lane.provider())));
        assertReadable(config);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("variations")
  void theGracePeriodIsLongerThanTheDrain(Variation variation) {
    for (Pod pod : variation.rendered().pods()) {
      long grace =
          pod.spec().getTerminationGracePeriodSeconds() == null
              ? 30
              : pod.spec().getTerminationGracePeriodSeconds();
      String pool = pod.labels().get("errand.dev/pool");
      if (pool != null) {
        Duration drain = workerConfig(variation, pool).getConfigMapping(WorkerConfig.class).drain();
        assertEquals(drain.toSeconds() + 10, grace);
      } else if (pod.owner().equals("errand-api")) {
        Duration shutdown =
            apiConfig(variation).getValue("quarkus.shutdown.timeout", Duration.class);
        assertEquals(shutdown.toSeconds() + 5 + 5, grace);
      }
    }
  }

  /** Workers write costs, and the API service shows them. */
  @Test
  void bothServicesHaveThePrices() {
    for (SmallRyeConfig config :
        List.of(
            apiConfig(Variation.named("two-pools")),
            workerConfig(Variation.named("two-pools"), "gpu"))) {
      Prices prices =
          new Prices(
              config.getConfigMapping(PricesConfig.class),
              config.getValue("errand.currency", String.class));

      assertEquals(Optional.of("EUR"), prices.currency());
      Usage million = new Usage(1_000_000L, 1_000_000L, null, 500_000L);
      assertEquals(
          0,
          prices
              .cost("llama-4", million)
              .orElseThrow()
              .compareTo(new BigDecimal("1000000.000005")));
      assertEquals(
          0, prices.cost("qwen3-32b", million).orElseThrow().compareTo(new BigDecimal("2.25")));
    }
  }

  @Test
  void aPoolHasItsOwnSettings() {
    SmallRyeConfig config = workerConfig(Variation.named("two-pools"), "gpu");
    WorkerConfig worker = config.getConfigMapping(WorkerConfig.class);

    assertEquals(64, worker.concurrency());
    assertEquals(Duration.ofMinutes(10), worker.drain());
    assertEquals(Duration.ofHours(1), worker.timeout());
  }

  @Test
  void aWorkerGetsOnlyTheKeysOfItsProviders() {
    Map<String, ProviderConfig> gpu = providers("two-pools", "gpu");
    Map<String, ProviderConfig> others = providers("two-pools", "default");

    assertEquals(List.of("vllm-small.token"), gpu.get("vllm-small").apiKey().orElseThrow());
    assertTrue(gpu.get("vllm-large").apiKey().isEmpty());
    assertEquals(List.of("errand-openai.api-key"), others.get("openai").apiKey().orElseThrow());
    assertTrue(!others.containsKey("vllm-small"));
  }

  @Test
  void aProviderIsConfiguredInFull() {
    ProviderConfig vllm = providers("private-authorities", "default").get("vllm-1");

    assertEquals("provider-vllm-1", vllm.tls().orElseThrow());
    assertEquals("https://vllm.models.svc:8443/v1", vllm.baseUrl().toString());
    assertEquals(Duration.ofSeconds(5), vllm.connectTimeout());
    assertEquals("Idempotency-Key", vllm.idempotencyHeader().orElseThrow());
  }

  @Test
  void theDatabaseIsVerifiedByDefault() {
    assertEquals(
        "jdbc:postgresql://errand-db-rw:5432/errand?sslmode=verify-full"
            + "&sslrootcert=/etc/errand/database/ca.crt",
        databaseUrl("defaults"));
  }

  @Test
  void severalHostsAreAskedForThePrimary() {
    assertEquals(
        "jdbc:postgresql://db-1.internal:5432,db-2.internal:5432/errand?sslmode=verify-full"
            + "&sslrootcert=/etc/errand/database/ca.crt&targetServerType=primary"
            + "&loadBalanceHosts=true&options=-c+statement_timeout%3D5s",
        databaseUrl("postgres-alone"));
  }

  @Test
  void rabbitMqIsReachedByTlsWithALoginFromItsSecret() {
    assertEquals(
        "amqps://errand-rabbitmq-default-user.username:errand-rabbitmq-default-user.password"
            + "@errand-rabbitmq:5671/%2F",
        rabbitMqUrl("defaults"));
  }

  @Test
  void rabbitMqMayBeACompleteUrl() {
    assertEquals("amazon-mq.url", rabbitMqUrl("amazon"));
  }

  @Test
  void tryingOutNeedsNothingOutside() {
    assertEquals(
        "jdbc:postgresql://errand-postgres:5432/errand?sslmode=disable", databaseUrl("try-out"));
    assertEquals(
        "amqp://errand-try-out.username-in-url:errand-try-out.password-in-url@errand-rabbitmq:5672/%2F",
        rabbitMqUrl("try-out"));
    assertEquals("true", apiConfig(Variation.named("try-out")).getRawValue(MIGRATE));
  }

  @Test
  void filesMayBeInABucketWhoseCredentialsOnlyTheApiGets() {
    FilesConfig files =
        apiConfig(Variation.named("private-authorities"))
            .getConfigMapping(OpenAiConfig.class)
            .files();

    assertEquals(FilesConfig.Store.S3, files.store());
    assertEquals("https://minio.storage.svc:9000", files.s3().endpoint().orElseThrow().toString());
    assertEquals("errand-files", files.s3().bucket().orElseThrow());
    assertEquals("errand/", files.s3().prefix().orElseThrow());
    assertEquals("minio-errand.access-key", files.s3().accessKey().orElseThrow());
    assertEquals("minio-errand.secret-key", files.s3().secretKey().orElseThrow());
    assertEquals("files", files.s3().tls().orElseThrow());
    assertEquals(Set.of("errand-api"), podsWith("minio-errand"));
  }

  @Test
  void amazonsServerAndARoleNeedNeitherUrlNorSecret() {
    S3Config s3 =
        apiConfig(Variation.named("amazon")).getConfigMapping(OpenAiConfig.class).files().s3();

    assertEquals("eu-central-1", s3.region());
    assertTrue(s3.endpoint().isEmpty());
    assertTrue(s3.accessKey().isEmpty());
  }

  private static Set<String> podsWith(String secret) {
    return Variation.named("private-authorities").rendered().pods().stream()
        .filter(pod -> Pods.secrets(pod).contains(secret))
        .map(Pod::owner)
        .collect(Collectors.toSet());
  }

  @Test
  void replicasDoNotMigrateIfAJobDoes() {
    assertEquals("false", apiConfig(Variation.named("defaults")).getRawValue(MIGRATE));
    assertEquals("true", apiConfig(Variation.named("migrate-at-start")).getRawValue(MIGRATE));
  }

  private static Map<String, ProviderConfig> providers(String variation, String pool) {
    return workerConfig(Variation.named(variation), pool)
        .getConfigMapping(ProvidersConfig.class)
        .providers();
  }

  private static String databaseUrl(String variation) {
    return apiConfig(Variation.named(variation)).getValue("errand.database.url", String.class);
  }

  private static String rabbitMqUrl(String variation) {
    return apiConfig(Variation.named(variation)).getValue("errand.rabbitmq.url", String.class);
  }

  private static void assertReadable(SmallRyeConfig config) {
    for (String key : List.of("errand.database.url", "errand.broker")) {
      assertTrue(!config.getValue(key, String.class).isBlank());
    }
  }

  private static SmallRyeConfig apiConfig(Variation variation) {
    return config(variation, "errand-api", "api.properties", "api-service")
        .withMapping(ApiConfig.class)
        .withMapping(OpenAiConfig.class)
        .build();
  }

  private static SmallRyeConfig workerConfig(Variation variation, String pool) {
    return config(
            variation,
            "errand-worker-" + pool,
            "worker-%s.properties".formatted(pool),
            "worker-service")
        .withMapping(WorkerConfig.class)
        .withMapping(ProvidersConfig.class)
        .build();
  }

  /** Unknown keys below the mappings' prefixes are rejected, as when the services start. */
  private static SmallRyeConfigBuilder config(
      Variation variation, String deployment, String file, String module) {
    Manifests manifests = variation.rendered();
    String settings = manifests.the(ConfigMap.class, "errand").getData().get(file);
    String jar = Chart.read(Path.of("../..", module, "src/main/resources/application.properties"));
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .addDiscoveredConverters()
        .withMapping(LanesConfig.class)
        .withMapping(PricesConfig.class)
        .withSources(
            new PropertiesConfigSource(properties(jar), "jar", OF_THE_JAR),
            new PropertiesConfigSource(properties(settings), "settings", 100),
            new EnvConfigSource(Pods.environment(manifests.pod(deployment)), OF_VARIABLES));
  }

  private static Map<String, String> properties(String text) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> all = new HashMap<>();
    properties.forEach((key, value) -> all.put(key.toString(), value.toString()));
    return all;
  }
}
