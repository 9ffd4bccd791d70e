package dev.errand.worker.llm;

import dev.errand.lane.Lane;
import dev.errand.lane.Lanes;
import dev.errand.store.ClaimedJob;
import dev.errand.worker.config.ProvidersConfig;
import dev.errand.worker.config.ProvidersConfig.ProviderConfig;
import dev.errand.worker.config.WorkerConfig;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

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
  public LlmClient(
      WorkerConfig worker, ProvidersConfig config, Lanes lanes, InstantSource clock, Vertx vertx) {
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
              lane.provider(), name -> new Provider(provider, worker.concurrency(), vertx)));
    }
    if (byLane.isEmpty()) {
      throw new IllegalStateException(
          "no lane has errand.lanes.<lane>.pool=%s, this worker's pool".formatted(worker.pool()));
    }
  }

  /** Begins the job's call. */
  public LlmCall begin(ClaimedJob job) {
    Provider provider = byLane.get(job.lane());
    Post post = provider.call(job.endpoint(), job.body());
    return new LlmCall(post, provider.credential(), clock);
  }
}
