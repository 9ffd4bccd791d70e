package dev.errand.worker.llm;

import dev.errand.lane.Lane;
import dev.errand.lane.Lanes;
import dev.errand.process.TlsBuckets;
import dev.errand.store.ClaimedJob;
import dev.errand.telemetry.LogLine;
import dev.errand.telemetry.Metric;
import dev.errand.worker.config.ProvidersConfig;
import dev.errand.worker.config.ProvidersConfig.ProviderConfig;
import dev.errand.worker.config.WorkerConfig;
import dev.errand.worker.http.ByteBudget;
import dev.errand.worker.target.ExtraHeaders;
import dev.errand.worker.target.ModelsRequest;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.tls.CertificateUpdatedEvent;
import io.quarkus.tls.TlsConfiguration;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/**
 * Calls the providers of the pool's lanes. Created when the worker starts; an invalid setting
 * prevents the start.
 */
@Singleton
public class LlmClient {

  private static final Logger LOG = Logger.getLogger(LlmClient.class);

  private final Map<String, Provider> providers = new HashMap<>();
  private final Map<String, Provider> byLane = new HashMap<>();

  /**
   * Creates one client for each provider.
   *
   * @throws ConfigurationException if a lane of the pool has no provider, a provider's TLS
   *     configuration does not exist, or the pool has no lane
   */
  @Inject
  public LlmClient(
      WorkerConfig worker,
      ProvidersConfig config,
      Lanes lanes,
      TlsBuckets buckets,
      InstantSource clock,
      MeterRegistry metrics,
      Vertx vertx) {
    Map<String, Map<String, ExtraHeaders>> lanesByProvider = new TreeMap<>();
    for (Lane lane : lanes.ofPool(worker.pool())) {
      lanesByProvider
          .computeIfAbsent(lane.provider(), _ -> new TreeMap<>())
          .put(lane.name(), LaneHeaders.of(lane.name(), worker));
    }
    LaneHeaders.requireLanes(worker, lanes);
    lanesByProvider.forEach(
        (name, own) -> {
          String lane = own.keySet().iterator().next();
          ProviderConfig provider = provider(name, lane, config);
          Optional<TlsConfiguration> tls = tls(name, provider, buckets);
          Provider made = new Provider(name, provider, tls, own, worker, clock, vertx);
          providers.put(name, made);
          own.keySet().forEach(it -> byLane.put(it, made));
          gauge(name, made, metrics);
        });
    if (byLane.isEmpty()) {
      throw new ConfigurationException(
          "no lane has errand.lanes.<lane>.pool=%s, this worker's pool".formatted(worker.pool()));
    }
  }

  private static ProviderConfig provider(String name, String lane, ProvidersConfig config) {
    ProviderConfig provider = config.providers().get(name);
    if (provider == null) {
      throw new ConfigurationException(
          "lane %s uses provider %s: set errand.providers.%s.base-url".formatted(lane, name, name));
    }
    return provider;
  }

  private static void gauge(String name, Provider provider, MeterRegistry metrics) {
    Metric.PROVIDER_KEYS_HELD.gauge(metrics, provider::heldKeys, name);
  }

  private static Optional<TlsConfiguration> tls(
      String name, ProviderConfig provider, TlsBuckets buckets) {
    String setting = "errand.providers.%s.tls".formatted(name);
    return provider.tls().map(bucket -> buckets.named(bucket, setting));
  }

  /** Applies reloaded certificates to future connections. */
  void reloaded(@Observes CertificateUpdatedEvent event) {
    providers.forEach(
        (name, provider) -> {
          if (provider.uses(event.name())) {
            provider
                .secure(event.tlsConfiguration())
                .onSuccess(anew -> logReloaded(name, event.name(), anew))
                .onFailure(failure -> logUnusable(name, event.name(), failure));
          }
        });
  }

  private static void logReloaded(String provider, String bucket, boolean anew) {
    if (anew) {
      LOG.info(
          LogLine.event("certificates_reloaded")
              .with("provider", provider)
              .with("tls", bucket)
              .next("new connections use them"));
    }
  }

  private static void logUnusable(String provider, String bucket, Throwable failure) {
    LOG.warn(
        LogLine.event("certificates_not_usable")
            .with("provider", provider)
            .with("tls", bucket)
            .with("error", failure.getMessage())
            .next("the previous ones stay in use"));
  }

  /** The providers of the pool's lanes, by name. */
  public Set<String> providers() {
    return Set.copyOf(providers.keySet());
  }

  /** Where the lane's calls go, whatever proxy leads there; not resolved. */
  public InetSocketAddress server(String lane) {
    return Objects.requireNonNull(byLane.get(lane), "a lane without provider").server(lane);
  }

  /** How a provider is asked for its models now. */
  public ModelsRequest models(String provider) {
    return Objects.requireNonNull(providers.get(provider), "no such provider").models();
  }

  /**
   * Begins the job's call.
   *
   * @param budget the job's reservation, which its owner closes
   */
  public LlmCall begin(ClaimedJob job, ByteBudget.Reservation budget) {
    Provider provider = Objects.requireNonNull(byLane.get(job.lane()), "a lane without provider");
    return provider.call(job, budget);
  }
}
