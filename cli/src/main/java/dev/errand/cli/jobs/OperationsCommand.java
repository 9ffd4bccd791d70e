package dev.errand.cli.jobs;

import dev.errand.cli.output.Column;
import dev.errand.cli.output.ListOptions;
import dev.errand.cli.output.Listing;
import dev.errand.cli.service.ExitCode;
import dev.errand.cli.service.GlobalOptions;
import java.util.List;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code errand operations}: what was done to all jobs of a filter. */
@Command(name = "operations", description = "List, show and stop moves of many jobs.")
public final class OperationsCommand implements Runnable {

  private static final String PATH = "/v1/operations";
  private static final int USUAL = 7;
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("id", "id"),
          Column.of("action", "action"),
          Column.of("state", "state"),
          Column.of("done", "done"),
          Column.of("jobs", "jobs"),
          Column.of("created", "created_at"),
          Column.of("reason", "reason"),
          Column.of("by", "created_by"),
          Column.of("filter", "filter"),
          Column.of("ended", "ended_at"));

  private final GlobalOptions options;

  @Spec private CommandSpec spec = CommandSpec.create();

  public OperationsCommand(GlobalOptions options) {
    this.options = options;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what: list, get or stop");
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "List the newest operations.")
  int list(@Mixin ListOptions format) {
    listing(format).page(options.connect().ask(client -> client.json().get(PATH + "?limit=100")));
    return ExitCode.OK;
  }

  @Command(
      name = "get",
      mixinStandardHelpOptions = true,
      description = "Show how far an operation has got.")
  int get(@Mixin ListOptions format, @Parameters(paramLabel = "ID") UUID id) {
    listing(format).one(options.connect().ask(client -> client.json().get(PATH + "/" + id)));
    return ExitCode.OK;
  }

  @Command(
      name = "stop",
      mixinStandardHelpOptions = true,
      description = "Stop an operation; what it has done stays.")
  int stop(@Mixin ListOptions format, @Parameters(paramLabel = "ID") UUID id) {
    String path = PATH + "/" + id + "/stop";
    listing(format).one(options.connect().ask(client -> client.json().post(path, "")));
    return ExitCode.OK;
  }

  private Listing listing(ListOptions format) {
    return new Listing(options.screen(), format, COLUMNS, USUAL, "id");
  }
}
