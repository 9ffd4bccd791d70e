package dev.errand.cli.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.errand.cli.output.Column;
import dev.errand.cli.output.ListOptions;
import dev.errand.cli.output.Listing;
import dev.errand.cli.output.Screen;
import dev.errand.cli.service.ExitCode;
import dev.errand.cli.service.GlobalOptions;
import dev.errand.cli.service.Scope;
import dev.errand.client.JobQuery;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code errand failures}: why jobs failed, in groups. */
@Command(
    name = "failures",
    description = "Show why jobs failed, in groups of the same reason, the largest first.",
    sortOptions = false)
public final class FailuresCommand implements Callable<Integer> {

  private static final int USUAL = 7;
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("jobs", "jobs"),
          Column.of("lane", "lane"),
          Column.of("model", "model"),
          new Column("error", FailuresCommand::error),
          Column.of("last", "last_ended_at"),
          new Column("now", FailuresCommand::now),
          Column.of("message", "message"),
          Column.of("first", "first_ended_at"),
          Column.of("billed", "may_be_billed"),
          Column.of("newest", "newest"));

  private final GlobalOptions options;

  @Mixin private Scope scope = new Scope();

  @Mixin private ListOptions format = new ListOptions();

  public FailuresCommand(GlobalOptions options) {
    this.options = options;
  }

  @Override
  public Integer call() {
    Screen screen = options.screen();
    Listing listing = new Listing(screen, format, COLUMNS, USUAL, "message");
    String failures = options.connect().ask(client -> client.json().get("/v1/failures", query()));
    listing.page(failures);
    if (!listing.isRaw()) {
      screen.say(sum(Listing.read(failures)));
    }
    return ExitCode.OK;
  }

  private JobQuery query() {
    return scope.narrow(
        JobQuery.all(),
        JobQuery::endedAfter,
        JobQuery::endedBefore,
        JobQuery::lane,
        JobQuery::model);
  }

  private static String sum(JsonNode failures) {
    int jobs = failures.path("jobs").asInt();
    String since = Column.text(failures.path("ended_after"));
    return jobs == 0
        ? "No job failed since %s.".formatted(since)
        : "%d%s %s failed since %s. To run again: errand retry --state failed --error TYPE ..."
            .formatted(
                jobs,
                failures.path("more").asBoolean() ? "+" : "",
                jobs == 1 ? "job" : "jobs",
                since);
  }

  private static String error(JsonNode group) {
    return (Column.text(group.path("http_status")) + " " + Column.text(group.path("error_type")))
        .strip();
  }

  private static String now(JsonNode group) {
    return switch (Column.text(group.path("works_again"))) {
      case "true" -> "works again";
      case "false" -> "no success yet";
      default -> "";
    };
  }
}
