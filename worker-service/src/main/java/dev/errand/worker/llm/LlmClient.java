package dev.errand.worker.llm;

import dev.errand.lane.Lane;
import dev.errand.lane.Lanes;
import dev.errand.store.ClaimedJob;
import dev.errand.worker.config.ProvidersConfig;
import dev.errand.worker.config.ProvidersConfig.ProviderConfig;
import dev.errand.worker.config.WorkerConfig;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jboss.resteasy.reactive.client.api.QuarkusRestClientProperties;

/**
 * Calls the providers of the pool's lanes. Made when the worker starts, which a bad setting ends.
 */
@Singleton
public class LlmClient {

  private final Map<String, Provider> byLane = new HashMap<>();
  private final InstantSource clock;

  /**
   * Makes one client for each provider.
   *
   * @throws IllegalStateException where a lane of the pool has no provider, or the pool no lane
   */
  @Inject
  public LlmClient(WorkerConfig worker, ProvidersConfig config, Lanes lanes, InstantSource clock) {
    this.clock = clock;
    Map<String, Provider> providers = new HashMap<>();
    for (Lane lane : lanes.ofPool(worker.pool())) {
      ProviderConfig provider = config.providers().get(lane.provider());
      if (provider == null) {
        throw new IllegalStateException(
            "lane %s wants provider %s: set errand.providers.%s.base-url"
                .formatted(lane.name(), lane.provider(), lane.provider()));
      }
      byLane.put(
          lane.name(),
          providers.computeIfAbsent(
              lane.provider(), name -> connect(provider, worker.concurrency())));
    }
    if (byLane.isEmpty()) {
      throw new IllegalStateException(
          "no lane has errand.lanes.<lane>.pool=%s, this worker's pool".formatted(worker.pool()));
    }
  }

  /** Begins the job's call. */
  public LlmCall begin(ClaimedJob job) {
    Provider provider = byLane.get(job.lane());
    return new LlmCall(provider, provider.call(job.endpoint(), job.body()), clock);
  }

  private static Provider connect(ProviderConfig config, int concurrency) {
    LlmApi api =
        QuarkusRestClientBuilder.newBuilder()
            .baseUri(config.baseUrl())
            .connectTimeout(config.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
            // The attempt's own time ends the call; the client must not end it sooner.
            .readTimeout(0, TimeUnit.MILLISECONDS)
            .followRedirects(false)
            .property(QuarkusRestClientProperties.CONNECTION_POOL_SIZE, concurrency)
            .property("microprofile.rest.client.disable.default.mapper", true)
            .build(LlmApi.class);
    return new Provider(api, config.apiKey());
  }
}
