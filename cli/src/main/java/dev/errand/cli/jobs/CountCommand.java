package dev.errand.cli.jobs;

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

/** {@code errand count}: how many jobs there are. */
@Command(
    name = "count",
    description = "Count jobs by state; a + means that there may be more.",
    sortOptions = false)
public final class CountCommand implements Callable<Integer> {

  static final List<Column> COLUMNS =
      List.of(Column.of("state", "state"), new Column("jobs", CountCommand::count));

  private final GlobalOptions options;

  @Mixin private JobFilter filter = new JobFilter();

  @Mixin private ListOptions format = new ListOptions();

  public CountCommand(GlobalOptions options) {
    this.options = options;
  }

  @Override
  public Integer call() {
    Listing listing = new Listing(options.screen(), format, COLUMNS, COLUMNS.size(), "state");
    listing.page(
        options.connect().ask(client -> client.json().get("/v1/jobs/counts", filter.query())));
    return ExitCode.OK;
  }

  /** Such as {@code 12}, or {@code 10000+} where counting stopped. */
  static String count(JsonNode row) {
    return Column.text(row.path("count")) + (row.path("more").asBoolean() ? "+" : "");
  }
}
