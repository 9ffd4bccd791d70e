package dev.errand.cli.jobs;

import dev.errand.cli.output.Column;
import dev.errand.cli.output.Listing;
import dev.errand.cli.output.Screen;
import dev.errand.cli.service.Connection;
import dev.errand.cli.service.ExitCode;
import dev.errand.cli.service.GlobalOptions;
import dev.errand.client.ErrandClient;
import dev.errand.client.JobQuery;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code errand results}: ended jobs with their answers. */
@Command(
    name = "results",
    description = "Print all ended jobs that match, with their answers, as NDJSON.",
    sortOptions = false)
public final class ResultsCommand implements Callable<Integer> {

  private final GlobalOptions options;

  @Mixin private JobFilter filter = new JobFilter();

  @Option(
      names = "--after",
      paramLabel = "CURSOR",
      description = "Go on after the line with this cursor.")
  private Optional<String> after = Optional.empty();

  public ResultsCommand(GlobalOptions options) {
    this.options = options;
  }

  /** A response that breaks off is continued behind the last line that was printed. */
  @Override
  public Integer call() {
    Connection errand = options.connect();
    errand.ask(client -> print(client, options.screen()));
    return ExitCode.OK;
  }

  private boolean print(ErrandClient client, Screen screen) {
    JobQuery all = filter.query();
    client
        .json()
        .lines(
            "/v1/jobs/results",
            after.map(all::after).orElse(all),
            line -> {
              screen.print(line);
              after = Optional.of(Column.text(Listing.read(line).path("cursor")));
            });
    return true;
  }
}
