package dev.errand.api.lanes;

import dev.errand.lane.Lane;
import dev.errand.lane.Lanes;
import dev.errand.store.ClosureStore;
import dev.errand.store.ModelClosure;
import dev.errand.store.read.JobQueries;
import dev.errand.store.read.LaneLoad;
import dev.errand.store.read.LaneLoad.Closure;
import dev.errand.tenant.Caller;
import dev.errand.tenant.Right;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The lanes as clients see them, as of now. */
@ApplicationScoped
public class LaneViews {

  private static final int MOST_CLOSED_MODELS = 1_000;

  private final Lanes lanes;
  private final LaneLoads present;
  private final ClosureStore closures;
  private final ProviderLists providerLists;
  private final JobQueries jobs;

  @Inject
  LaneViews(
      Lanes lanes,
      LaneLoads present,
      ClosureStore closures,
      ProviderLists providerLists,
      JobQueries jobs) {
    this.lanes = lanes;
    this.present = present;
    this.closures = closures;
    this.providerLists = providerLists;
    this.jobs = jobs;
  }

  /**
   * All that are configured, and all others that have jobs, are closed or paused; by name.
   *
   * @param caller who sees them: the jobs of other tenants are not named
   */
  public List<LaneView> all(Caller caller) {
    SortedMap<String, LaneLoad> loads = new TreeMap<>();
    lanes.all().stream().map(Lane::name).forEach(name -> loads.put(name, LaneLoad.none(name)));
    present.now().forEach(load -> loads.put(load.lane(), load));
    List<ModelClosure> models = closures.models(MOST_CLOSED_MODELS);
    Map<String, List<ModelClosure>> closed =
        models.stream().collect(Collectors.groupingBy(ModelClosure::lane));
    Set<UUID> shown = shown(caller, loads.values(), models);
    Map<String, ProviderModelsView> providers = providerLists.byLane();
    return loads.values().stream()
        .map(
            load ->
                view(
                    load,
                    closed.getOrDefault(load.lane(), List.of()),
                    Optional.ofNullable(providers.get(load.lane())),
                    shown))
        .toList();
  }

  /** The one of that name, or empty. */
  private Optional<LaneView> named(Caller caller, String name) {
    return all(caller).stream().filter(lane -> lane.name().equals(name)).findFirst();
  }

  /** Whether there is one of that name; where it is configured, without asking the database. */
  boolean isKnown(Caller caller, String name) {
    return lanes.named(name).isPresent() || named(caller, name).isPresent();
  }

  /** The one of that name, also where it has been forgotten meanwhile. */
  LaneView orEmpty(Caller caller, String name) {
    return named(caller, name)
        .orElseGet(() -> view(LaneLoad.none(name), List.of(), Optional.empty(), Set.of()));
  }

  /** The jobs that closed lanes and models and that the caller may know of. */
  private Set<UUID> shown(Caller caller, Collection<LaneLoad> loads, List<ModelClosure> models) {
    Set<UUID> causes =
        Stream.concat(
                loads.stream().flatMap(load -> load.closure().stream()).map(Closure::closings),
                models.stream().map(ModelClosure::closings))
            .flatMap(closings -> closings.job().stream())
            .collect(Collectors.toSet());
    return causes.isEmpty() || caller.may(Right.ADMIN) ? causes : jobs.own(caller, causes);
  }

  private LaneView view(
      LaneLoad load,
      List<ModelClosure> closedModels,
      Optional<ProviderModelsView> provider,
      Set<UUID> shown) {
    return LaneView.of(load, lanes.named(load.lane()), closedModels, provider, shown);
  }
}
