package dev.errand.worker.config;

import dev.errand.lane.Lanes;
import dev.errand.lane.LanesConfig;
import dev.errand.price.Prices;
import dev.errand.price.PricesConfig;
import dev.errand.process.TlsBuckets;
import dev.errand.worker.config.ProvidersConfig.ProviderConfig;
import dev.errand.worker.llm.LlmClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The worker's configuration without its container: one lane {@code l}, one provider. */
public final class TestedConfig {

  /** What its clients report. */
  public final MeterRegistry metrics = new SimpleMeterRegistry();

  private final SmallRyeConfig config;

  /**
   * Makes it.
   *
   * @param settings further ones, by key
   */
  public TestedConfig(String baseUrl, Map<String, String> settings) {
    this(withLane(baseUrl, settings));
  }

  /** Makes it of nothing but these settings. */
  public TestedConfig(Map<String, String> all) {
    config =
        new SmallRyeConfigBuilder()
            .addDefaultInterceptors()
            .addDiscoveredConverters()
            .withMapping(WorkerConfig.class)
            .withMapping(ProvidersConfig.class)
            .withMapping(LanesConfig.class)
            .withMapping(PricesConfig.class)
            .withSources(new PropertiesConfigSource(all, "test", 100))
            .build();
  }

  private static Map<String, String> withLane(String baseUrl, Map<String, String> settings) {
    Map<String, String> all = new TreeMap<>(settings);
    all.put("errand.lanes.l.models", "*");
    all.put("errand.lanes.l.provider", "p");
    all.put("errand.providers.p.base-url", baseUrl);
    return all;
  }

  public WorkerConfig worker() {
    return config.getConfigMapping(WorkerConfig.class);
  }

  /** The settings of all providers. */
  public ProvidersConfig providers() {
    return config.getConfigMapping(ProvidersConfig.class);
  }

  /** Its provider's settings. */
  public ProviderConfig provider() {
    return provider("p");
  }

  /** A provider's settings. */
  public ProviderConfig provider(String name) {
    return config.getConfigMapping(ProvidersConfig.class).providers().get(name);
  }

  /** The lanes. */
  public Lanes lanes() {
    return new Lanes(config.getConfigMapping(LanesConfig.class));
  }

  /** The prices. */
  public Prices prices() {
    return new Prices(config.getConfigMapping(PricesConfig.class), "USD");
  }

  /** A client that trusts whom the JVM trusts. */
  public LlmClient client(Vertx vertx) {
    return client(vertx, new TlsBuckets(new NoBuckets()));
  }

  /** A client. */
  public LlmClient client(Vertx vertx, TlsBuckets buckets) {
    return new LlmClient(
        worker(),
        config.getConfigMapping(ProvidersConfig.class),
        lanes(),
        buckets,
        InstantSource.system(),
        metrics,
        vertx);
  }

  private static final class NoBuckets implements TlsConfigurationRegistry {

    @Override
    public Optional<TlsConfiguration> get(String name) {
      return Optional.empty();
    }

    @Override
    public Optional<TlsConfiguration> getDefault() {
      return Optional.empty();
    }

    @Override
    public void register(String name, TlsConfiguration configuration) {
      throw new UnsupportedOperationException();
    }
  }
}
