package dev.errand.cli.lanes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.errand.cli.output.Column;
import dev.errand.cli.output.Durations;
import dev.errand.cli.output.ListOptions;
import dev.errand.cli.output.Listing;
import dev.errand.cli.service.ExitCode;
import dev.errand.cli.service.GlobalOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code errand lanes}: the lanes and their queues. */
@Command(name = "lanes", description = "List lanes: whether they are open, and their jobs.")
public final class LanesCommand implements Callable<Integer> {

  private static final int USUAL = 7;
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("name", "name"),
          new Column("state", LanesCommand::state),
          new Column("queued", lane -> count(lane, "queued")),
          new Column("oldest", LanesCommand::oldest),
          new Column("running", lane -> count(lane, "running")),
          Column.of("limit", "concurrency"),
          new Column("scheduled", lane -> count(lane, "scheduled")),
          Column.of("provider", "provider"),
          Column.of("pool", "pool"),
          Column.of("models", "models"));

  private final GlobalOptions options;

  @Mixin private ListOptions format = new ListOptions();

  public LanesCommand(GlobalOptions options) {
    this.options = options;
  }

  @Override
  public Integer call() {
    Listing listing = new Listing(options.screen(), format, COLUMNS, USUAL, "name");
    listing.page(options.connect().ask(client -> client.json().get("/v1/lanes")));
    return ExitCode.OK;
  }

  private static String state(JsonNode lane) {
    if (!lane.path("configured").asBoolean()) {
      return "not configured";
    }
    if (lane.path("pause").isObject()) {
      return "paused: " + Column.text(lane.at("/pause/reason"));
    }
    return lane.path("open").asBoolean()
        ? "open"
        : "closed until %s: %s"
            .formatted(
                Column.text(lane.path("closed_until")), Column.text(lane.path("closed_reason")));
  }

  /** Counting stops at a bound. */
  private static String count(JsonNode lane, String field) {
    boolean bound = !lane.path("counts_exact").asBoolean() && lane.path(field).asLong() > 0;
    return Column.text(lane.path(field)) + (bound ? "+" : "");
  }

  private static String oldest(JsonNode lane) {
    JsonNode seconds = lane.path("oldest_queued_age_seconds");
    return seconds.isNumber() ? Durations.text(Duration.ofSeconds(seconds.asLong())) : "";
  }
}
