package dev.errand.api.openai;

import dev.errand.lane.Glob;
import dev.errand.lane.Lane;
import dev.errand.lane.Lanes;
import dev.errand.store.models.ModelList;
import dev.errand.store.models.ModelListStore;
import dev.errand.store.models.ProviderModels;
import dev.errand.tenant.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The models that callers may use: those that lanes name, and what providers list of others. */
@ApplicationScoped
class Models {

  private final Lanes lanes;
  private final ModelListStore store;

  @Inject
  Models(Lanes lanes, ModelListStore store) {
    this.lanes = lanes;
    this.store = store;
  }

  /** The models that a caller's jobs may name, by name. */
  List<ModelView> of(Caller caller) {
    Map<String, String> providers = new TreeMap<>();
    lanes.all().forEach(lane -> addNamed(lane, providers));
    Set<String> asked = lanes.all().stream().map(Lane::provider).collect(Collectors.toSet());
    store.of(asked).forEach(known -> addListed(known, providers));
    return providers.entrySet().stream()
        .filter(model -> mayUse(caller, model.getKey()))
        .map(model -> ModelView.of(model.getKey(), model.getValue()))
        .toList();
  }

  private static void addNamed(Lane lane, Map<String, String> providers) {
    lane.models().stream()
        .filter(glob -> new Glob(glob).isName())
        .forEach(model -> providers.put(model, lane.provider()));
  }

  private void addListed(ProviderModels known, Map<String, String> providers) {
    List<String> listed = known.list().map(ModelList::models).orElse(List.of());
    lanes.taken(known.provider(), listed).values().stream()
        .flatMap(Collection::stream)
        .forEach(model -> providers.put(model, known.provider()));
  }

  private static boolean mayUse(Caller caller, String model) {
    return caller
        .limits()
        .models()
        .map(globs -> globs.stream().map(Glob::new).anyMatch(glob -> glob.matches(model)))
        .orElse(true);
  }
}
