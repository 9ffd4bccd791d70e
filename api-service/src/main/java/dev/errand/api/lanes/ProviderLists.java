package dev.errand.api.lanes;

import dev.errand.lane.Lane;
import dev.errand.lane.Lanes;
import dev.errand.store.models.ModelList;
import dev.errand.store.models.ModelListStore;
import dev.errand.store.models.ProviderModels;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What the workers know of the providers' models, by lane. */
@ApplicationScoped
class ProviderLists {

  private final Lanes lanes;
  private final ModelListStore store;

  @Inject
  ProviderLists(Lanes lanes, ModelListStore store) {
    this.lanes = lanes;
    this.store = store;
  }

  /** By name of the configured lanes; those whose provider was never asked are left out. */
  Map<String, ProviderModelsView> byLane() {
    Set<String> providers = lanes.all().stream().map(Lane::provider).collect(Collectors.toSet());
    Map<String, ProviderModelsView> views = new HashMap<>();
    store.of(providers).forEach(known -> add(known, views));
    return views;
  }

  private void add(ProviderModels known, Map<String, ProviderModelsView> views) {
    List<String> listed = known.list().map(ModelList::models).orElse(List.of());
    Map<String, List<String>> taken = lanes.taken(known.provider(), listed);
    for (Lane lane : lanes.all()) {
      if (lane.provider().equals(known.provider())) {
        views.put(
            lane.name(),
            ProviderModelsView.of(
                known,
                taken.getOrDefault(lane.name(), List.of()),
                lanes.unmatched(lane.name(), listed)));
      }
    }
  }
}
