package dev.errand.api.lanes;

import dev.errand.lane.Lane;
import dev.errand.lane.Lanes;
import dev.errand.store.ClosureStore;
import dev.errand.store.ModelClosure;
import dev.errand.store.read.LaneLoad;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The lanes as clients see them, as of now. */
@ApplicationScoped
class LaneViews {

  private static final int MOST_CLOSED_MODELS = 1_000;

  private final Lanes lanes;
  private final LaneLoads present;
  private final ClosureStore closures;
  private final ProviderLists providerLists;

  @Inject
  LaneViews(Lanes lanes, LaneLoads present, ClosureStore closures, ProviderLists providerLists) {
    this.lanes = lanes;
    this.present = present;
    this.closures = closures;
    this.providerLists = providerLists;
  }

  /** All that are configured, and all others that have jobs, are closed or paused; by name. */
  List<LaneView> all() {
    SortedMap<String, LaneLoad> loads = new TreeMap<>();
    lanes.all().stream().map(Lane::name).forEach(name -> loads.put(name, LaneLoad.none(name)));
    present.now().forEach(load -> loads.put(load.lane(), load));
    Map<String, List<ModelClosure>> closed =
        closures.models(MOST_CLOSED_MODELS).stream()
            .collect(Collectors.groupingBy(ModelClosure::lane));
    Map<String, ProviderModelsView> providers = providerLists.byLane();
    return loads.values().stream()
        .map(
            load ->
                view(
                    load,
                    closed.getOrDefault(load.lane(), List.of()),
                    Optional.ofNullable(providers.get(load.lane()))))
        .toList();
  }

  /** The one of that name, or empty. */
  Optional<LaneView> named(String name) {
    return all().stream().filter(lane -> lane.name().equals(name)).findFirst();
  }

  /** Whether there is one of that name; where it is configured, without asking the database. */
  boolean isKnown(String name) {
    return lanes.named(name).isPresent() || named(name).isPresent();
  }

  /** The one of that name, also where it has been forgotten meanwhile. */
  LaneView orEmpty(String name) {
    return named(name).orElseGet(() -> view(LaneLoad.none(name), List.of(), Optional.empty()));
  }

  private LaneView view(
      LaneLoad load, List<ModelClosure> closedModels, Optional<ProviderModelsView> provider) {
    return LaneView.of(load, lanes.named(load.lane()), closedModels, provider);
  }
}
