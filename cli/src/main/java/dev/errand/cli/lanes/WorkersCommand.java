package dev.errand.cli.lanes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.errand.cli.output.Column;
import dev.errand.cli.output.ListOptions;
import dev.errand.cli.output.Listing;
import dev.errand.cli.service.ExitCode;
import dev.errand.cli.service.GlobalOptions;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code errand workers}: who makes the calls. */
@Command(name = "workers", description = "List workers: their pools, slots and calls.")
public final class WorkersCommand implements Callable<Integer> {

  private static final int USUAL = 7;
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("name", "name"),
          Column.of("pool", "pool"),
          new Column("state", WorkersCommand::state),
          Column.of("calls", "calls"),
          Column.of("slots", "slots"),
          Column.of("seen", "seen_at"),
          Column.of("held-back", "lanes_held_back"),
          Column.of("version", "version"),
          Column.of("started", "started_at"));

  private final GlobalOptions options;

  @Mixin private ListOptions format = new ListOptions();

  public WorkersCommand(GlobalOptions options) {
    this.options = options;
  }

  @Override
  public Integer call() {
    Listing listing = new Listing(options.screen(), format, COLUMNS, USUAL, "name");
    listing.page(options.connect().ask(client -> client.json().get("/v1/workers")));
    return ExitCode.OK;
  }

  private static String state(JsonNode worker) {
    if (!worker.path("responds").asBoolean()) {
      return "silent";
    }
    return worker.path("draining").asBoolean() ? "stopping" : "ready";
  }
}
