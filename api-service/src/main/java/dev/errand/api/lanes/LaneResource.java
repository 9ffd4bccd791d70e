package dev.errand.api.lanes;

import dev.errand.api.access.Callers;
import dev.errand.api.http.Paths;
import dev.errand.lane.Lane;
import dev.errand.lane.Lanes;
import dev.errand.store.ClosureStore;
import dev.errand.store.ModelClosure;
import dev.errand.store.read.LaneLoad;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Queries lanes. */
@Path(Paths.LANES)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Lanes")
class LaneResource {

  private static final int MOST_CLOSED_MODELS = 1_000;

  private final Callers callers;
  private final Lanes lanes;
  private final LaneLoads present;
  private final ClosureStore closures;
  private final ProviderLists providerLists;

  @Inject
  LaneResource(
      Callers callers,
      Lanes lanes,
      LaneLoads present,
      ClosureStore closures,
      ProviderLists providerLists) {
    this.callers = callers;
    this.lanes = lanes;
    this.present = present;
    this.closures = closures;
    this.providerLists = providerLists;
  }

  /** All lanes as clients see them. */
  @RegisterForReflection
  @Schema(name = "LaneList", description = "All lanes.")
  record LaneList(@Schema(description = "The lanes by name.") List<LaneView> data) {}

  @GET
  @Operation(
      operationId = "listLanes",
      summary = "List lanes",
      description =
          "All configured lanes, and those that are no longer configured but still have jobs that"
              + " have not ended, by name. Jobs are counted up to a bound: see counts_exact.")
  @APIResponse(responseCode = "200", description = "The lanes.")
  @APIResponse(responseCode = "406", ref = "NotAcceptable")
  @APIResponse(responseCode = "503", ref = "Unavailable")
  public LaneList list(@Context HttpHeaders headers) {
    SortedMap<String, LaneLoad> loads = new TreeMap<>();
    lanes.all().stream().map(Lane::name).forEach(name -> loads.put(name, LaneLoad.none(name)));
    present.now(callers.of(headers)).forEach(load -> loads.put(load.lane(), load));
    Map<String, List<ModelClosure>> closed =
        closures.models(MOST_CLOSED_MODELS).stream()
            .collect(Collectors.groupingBy(ModelClosure::lane));
    Map<String, ProviderModelsView> providers = providerLists.byLane();
    return new LaneList(
        loads.values().stream()
            .map(
                load ->
                    LaneView.of(
                        load,
                        lanes.named(load.lane()),
                        closed.getOrDefault(load.lane(), List.of()),
                        Optional.ofNullable(providers.get(load.lane()))))
            .toList());
  }
}
