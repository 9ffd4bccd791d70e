package dev.errand.worker.models;

import dev.errand.lane.Lane;
import dev.errand.lane.Lanes;
import dev.errand.store.models.ModelList;
import dev.errand.store.models.ProviderModels;
import dev.errand.worker.config.WorkerConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Shows whether the providers answer, and which globs of the lanes fit none of their models. Always
 * up: a provider that is away is no reason to restart a worker, or to send it no traffic.
 */
@Readiness
@ApplicationScoped
class ProvidersReadiness implements HealthCheck {

  private final ProviderWatches watches;
  private final List<Lane> lanes;
  private final Lanes all;

  @Inject
  ProvidersReadiness(ProviderWatches watches, Lanes lanes, WorkerConfig worker) {
    this.watches = watches;
    this.all = lanes;
    this.lanes = lanes.ofPool(worker.pool());
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response = HealthCheckResponse.named("providers").up();
    for (ProviderWatch watch : watches.all()) {
      watch
          .known()
          .ifPresentOrElse(
              known -> show(response, known),
              () -> response.withData(watch.provider(), "not_asked"));
    }
    return response.build();
  }

  private void show(HealthCheckResponseBuilder response, ProviderModels known) {
    String name = known.provider();
    response
        .withData(name, known.listing().text())
        .withData(name + ".checked_at", known.checkedAt().toString());
    known.list().ifPresent(list -> show(response, name, list));
  }

  private void show(HealthCheckResponseBuilder response, String name, ModelList list) {
    response.withData(name + ".models", list.models().size());
    for (Lane lane : lanes) {
      if (lane.provider().equals(name) && list.complete()) {
        List<String> missing = all.unmatched(lane.name(), list.models());
        if (!missing.isEmpty()) {
          response.withData(
              "%s.missing.%s".formatted(name, lane.name()), String.join(",", missing));
        }
      }
    }
  }
}
