package dev.errand.cli.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.errand.cli.output.Column;
import dev.errand.cli.output.ListOptions;
import dev.errand.cli.output.Listing;
import dev.errand.cli.service.Connection;
import dev.errand.cli.service.ExitCode;
import dev.errand.cli.service.GlobalOptions;
import dev.errand.cli.settings.WrongUsageException;
import dev.errand.client.JobQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code errand list}: jobs, newest first. */
@Command(name = "list", description = "List jobs, newest first.", sortOptions = false)
public final class ListCommand implements Callable<Integer> {

  private static final int PAGE = 100;

  private final GlobalOptions options;

  @Mixin private JobFilter filter = new JobFilter();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "How many at most (default: ${DEFAULT-VALUE}).")
  private int limit = 20;

  @Option(names = "--all", description = "All of them; not with -o json.")
  private boolean all;

  @Mixin private ListOptions format = new ListOptions();

  public ListCommand(GlobalOptions options) {
    this.options = options;
  }

  @Override
  public Integer call() {
    Listing listing = new Listing(options.screen(), format, JobColumns.ALL, JobColumns.USUAL, "id");
    if (listing.isRaw()) {
      if (all || limit > PAGE) {
        throw new WrongUsageException("-o json prints one page of the API; use -o ndjson");
      }
      listing.raw(page(options.connect(), Math.max(limit, 1), ""));
    } else {
      listing.rows(jobs(options.connect()));
    }
    return ExitCode.OK;
  }

  /** A page may have fewer jobs than asked for, although more follow. */
  private List<JsonNode> jobs(Connection errand) {
    List<JsonNode> jobs = new ArrayList<>();
    int wanted = all ? Integer.MAX_VALUE : limit;
    String next = "";
    do {
      JsonNode page = Listing.read(page(errand, Math.clamp(wanted - jobs.size(), 1, PAGE), next));
      page.path("data").forEach(jobs::add);
      next = Column.text(page.path("next"));
    } while (!next.isEmpty() && jobs.size() < wanted);
    return jobs;
  }

  private String page(Connection errand, int size, String after) {
    JobQuery limited = filter.query().limit(size);
    JobQuery query = after.isEmpty() ? limited : limited.after(after);
    return errand.ask(client -> client.json().get("/v1/jobs", query));
  }
}
