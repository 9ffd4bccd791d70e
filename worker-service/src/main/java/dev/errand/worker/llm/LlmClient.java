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

  /**
   * Makes one client for each provider.
   *
   * @throws IllegalStateException where a lane of the pool has no provider, or the pool no lane
   */
  @Inject
  public LlmClient(
      WorkerConfig worker, ProvidersConfig config, Lanes lanes, InstantSource clock, Vertx vertx) {
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
              lane.provider(), name -> new Provider(provider, worker, clock, vertx)));
    }
    if (byLane.isEmpty()) {
      throw new IllegalStateException(
          "no lane has errand.lanes.<lane>.pool=%s, this worker's pool".formatted(worker.pool()));
    }
  }

  /**
   * Begins the job's call.
   *
   * @param memory the job's share, which its owner closes
   */
  public LlmCall begin(ClaimedJob job, Memory.Share memory) {
    return byLane.get(job.lane()).call(job, memory);
  }
}
