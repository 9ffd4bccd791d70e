package dev.errand.api.console.overview;

import dev.errand.api.console.lanes.LaneRow;
import dev.errand.api.console.overview.OverviewModel.Attention;
import dev.errand.api.console.page.Formats;
import dev.errand.store.failures.Failures;
import dev.errand.store.read.WorkerSeen;
import java.util.ArrayList;
import java.util.List;

/** What somebody should look at. */
final class Attentions {

  private static final String LANES = "/ui/lanes";

  private Attentions() {}

  static List<Attention> of(List<LaneRow> lanes, List<WorkerSeen> workers, Failures failures) {
    List<Attention> all = new ArrayList<>();
    lanes.stream()
        .filter(LaneRow::stopped)
        .forEach(
            lane ->
                all.add(
                    new Attention("Lane " + lane.name() + ": " + lane.state(), LANES, "Lanes")));
    if (failures.jobs() > 0) {
      all.add(new Attention(failed(failures), "/ui/failures", "Failures"));
    }
    workers.stream()
        .filter(worker -> !worker.responds())
        .forEach(
            worker ->
                all.add(
                    new Attention(
                        "Worker " + worker.name() + " does not respond", LANES, "Workers")));
    if (workers.stream().noneMatch(WorkerSeen::claims)) {
      all.add(new Attention("No worker takes jobs", LANES, "Workers"));
    }
    return all;
  }

  private static String failed(Failures failures) {
    Failures.Group most = failures.groups().getFirst();
    return "%s jobs failed in the last hour, most: %s in lane %s (%s)"
        .formatted(
            Formats.upTo(failures.jobs(), failures.more()),
            most.errorType(),
            most.lane(),
            Formats.number(most.jobs()));
  }
}
