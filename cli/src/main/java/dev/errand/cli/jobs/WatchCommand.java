package dev.errand.cli.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.errand.cli.output.CtrlC;
import dev.errand.cli.output.ListOptions;
import dev.errand.cli.output.Listing;
import dev.errand.cli.output.Progress;
import dev.errand.cli.service.Connection;
import dev.errand.cli.service.ExitCode;
import dev.errand.cli.service.GlobalOptions;
import dev.errand.cli.service.Interval;
import dev.errand.cli.service.Pauses;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code errand watch}: follows the counts of jobs until all of them have ended. */
@Command(
    name = "watch",
    description = "Follow how many jobs are in which state, until all that match have ended.",
    sortOptions = false)
public final class WatchCommand implements Callable<Integer> {

  private static final Set<String> OPEN = Set.of("scheduled", "queued", "running");
  private static final Set<String> GOOD = Set.of("succeeded");

  private final GlobalOptions options;
  private final CtrlC interruption;

  @Mixin private JobFilter filter = new JobFilter();

  @Mixin private Interval interval = new Interval();

  @Mixin private ListOptions format = new ListOptions();

  public WatchCommand(GlobalOptions options, CtrlC interruption) {
    this.options = options;
    this.interruption = interruption;
  }

  @Override
  public Integer call() {
    Duration every = interval.time();
    Listing listing =
        new Listing(
            options.screen(), format, CountCommand.COLUMNS, CountCommand.COLUMNS.size(), "state");
    Connection errand = options.connect();
    Progress progress = new Progress(options.screen(), InstantSource.system());
    String page = counts(errand);
    List<JsonNode> states = states(page);
    while (states.stream().anyMatch(row -> OPEN.contains(state(row)))) {
      progress.show(line(states));
      interruption.endsTheLine();
      Pauses.REAL.pause(every);
      page = counts(errand);
      states = states(page);
    }
    progress.end();
    interruption.saysNothing();
    listing.page(page);
    return states.stream().allMatch(row -> GOOD.contains(state(row)))
        ? ExitCode.OK
        : ExitCode.NO_SUCCESS;
  }

  private String counts(Connection errand) {
    return errand.ask(client -> client.json().get("/v1/jobs/counts", filter.query()));
  }

  private static String line(List<JsonNode> states) {
    return String.join(
        "  ", states.stream().map(row -> state(row) + " " + CountCommand.count(row)).toList());
  }

  /** The states that jobs are in. */
  private static List<JsonNode> states(String page) {
    List<JsonNode> states = new ArrayList<>();
    for (JsonNode row : Listing.read(page).path("data")) {
      if (row.path("count").asLong() > 0) {
        states.add(row);
      }
    }
    return states;
  }

  private static String state(JsonNode row) {
    return row.path("state").asText();
  }
}
