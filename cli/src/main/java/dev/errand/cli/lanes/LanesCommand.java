package dev.errand.cli.lanes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.errand.cli.output.Column;
import dev.errand.cli.output.CtrlC;
import dev.errand.cli.output.Display;
import dev.errand.cli.output.Durations;
import dev.errand.cli.output.ListOptions;
import dev.errand.cli.output.Listing;
import dev.errand.cli.output.Screen;
import dev.errand.cli.service.Connection;
import dev.errand.cli.service.ExitCode;
import dev.errand.cli.service.GlobalOptions;
import dev.errand.cli.service.Interval;
import dev.errand.cli.service.Pauses;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code errand lanes}: the lanes and their queues. */
@Command(
    name = "lanes",
    description = "List lanes: whether they are open, and their jobs.",
    sortOptions = false)
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
  private final CtrlC interruption;

  @Option(names = "--watch", description = "Go on until Ctrl-C, and show what changes.")
  private boolean watch;

  @Mixin private Interval interval = new Interval();

  @Mixin private ListOptions format = new ListOptions();

  public LanesCommand(GlobalOptions options, CtrlC interruption) {
    this.options = options;
    this.interruption = interruption;
  }

  @Override
  public Integer call() {
    Duration every = interval.time();
    Screen screen = options.screen();
    Connection errand = options.connect();
    if (watch) {
      watch(errand, screen, every);
    } else {
      print(errand, screen);
    }
    return ExitCode.OK;
  }

  private void watch(Connection errand, Screen screen, Duration every) {
    Display display = new Display(screen);
    interruption.endsTheLine();
    try {
      while (!Thread.currentThread().isInterrupted()) {
        display.show(screen.capture(to -> print(errand, to)));
        Pauses.REAL.pause(every);
      }
    } finally {
      interruption.saysNothing();
    }
  }

  private void print(Connection errand, Screen to) {
    new Listing(to, format, COLUMNS, USUAL, "name")
        .page(errand.ask(client -> client.json().get("/v1/lanes")));
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
