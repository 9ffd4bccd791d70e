package dev.errand.cli.batch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.errand.cli.output.Column;
import dev.errand.cli.output.ListOptions;
import dev.errand.cli.output.Listing;
import dev.errand.cli.output.OutputClosedException;
import dev.errand.cli.service.Connection;
import dev.errand.cli.service.ExitCode;
import dev.errand.cli.service.GlobalOptions;
import dev.errand.client.Batch;
import dev.errand.client.JsonRequests;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code errand batches}: the batches of the tenant. */
@Command(name = "batches", description = "List, show, read and cancel batches.")
public final class BatchesCommand implements Runnable {

  private static final String ID = "id";
  private static final String PATH = "/v1/batches";
  private static final Duration WAIT = Duration.ofSeconds(20);
  private static final int USUAL = 7;
  private static final List<Column> COLUMNS =
      List.of(
          Column.of(ID, ID),
          Column.of("status", "status"),
          new Column("total", batch -> Column.text(batch.at("/request_counts/total"))),
          new Column("ok", batch -> Column.text(batch.at("/request_counts/completed"))),
          new Column("failed", batch -> Column.text(batch.at("/request_counts/failed"))),
          Column.of("model", "model"),
          new Column("created", batch -> time(batch.path("created_at"))),
          new Column("expires", batch -> time(batch.path("expires_at"))),
          new Column("tokens", batch -> Column.text(batch.at("/usage/total_tokens"))),
          Column.of("metadata", "metadata"));

  private final GlobalOptions options;

  @Spec private CommandSpec spec = CommandSpec.create();

  public BatchesCommand(GlobalOptions options) {
    this.options = options;
  }

  private static String time(JsonNode seconds) {
    return seconds.isNumber() ? Instant.ofEpochSecond(seconds.asLong()).toString() : "";
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what: list, get, results or cancel");
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "List batches, newest first.")
  int list(
      @Mixin ListOptions format,
      @Option(names = "--limit", paramLabel = "N", defaultValue = "20", description = "1 to 100.")
          int limit) {
    Listing listing = new Listing(options.screen(), format, COLUMNS, USUAL, ID);
    listing.page(options.connect().ask(client -> client.json().get(PATH + "?limit=" + limit)));
    return ExitCode.OK;
  }

  @Command(name = "get", mixinStandardHelpOptions = true, description = "Show a batch.")
  int get(@Mixin ListOptions format, @Parameters(paramLabel = "ID") String id) {
    show(format, options.connect().ask(client -> client.json().get(path(id))));
    return ExitCode.OK;
  }

  @Command(
      name = "cancel",
      mixinStandardHelpOptions = true,
      description = "Cancel a batch that has not ended.")
  int cancel(@Mixin ListOptions format, @Parameters(paramLabel = "ID") String id) {
    show(format, options.connect().ask(client -> client.json().post(path(id) + "/cancel", "")));
    return ExitCode.OK;
  }

  private static String path(String id) {
    return PATH + "/" + JsonRequests.encoded(id);
  }

  private void show(ListOptions format, String batch) {
    new Listing(options.screen(), format, COLUMNS, USUAL, ID).one(batch);
  }

  @Command(
      name = "results",
      mixinStandardHelpOptions = true,
      description = "Print results as NDJSON, in the order of their ends, until the batch ends.")
  int results(
      @Parameters(paramLabel = "ID") String id,
      @Option(names = "--after", paramLabel = "ID", description = "Go on after this line.")
          Optional<String> after) {
    Results results = new Results(after);
    Connection errand = options.connect();
    String status = "";
    int before = -1;
    while (results.lines != before || !Batch.isFinal(status)) {
      before = results.lines;
      status =
          errand.ask(client -> client.batches().results(id, results.last, WAIT, results::print));
    }
    return ExitCode.OK;
  }

  /** The lines that have been printed. */
  private final class Results {

    private Optional<String> last;
    private int lines;

    Results(Optional<String> last) {
      this.last = last;
    }

    /**
     * Prints a line.
     *
     * @throws OutputClosedException if nobody reads it
     */
    void print(String line) {
      options.screen().print(line);
      last = Optional.of(Listing.read(line).path(ID).asText());
      lines++;
    }
  }
}
