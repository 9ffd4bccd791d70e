package dev.errand.api.console.overview;

import dev.errand.api.access.Callers;
import dev.errand.api.batch.BatchService;
import dev.errand.api.batch.BatchView;
import dev.errand.api.console.jobs.JobQuery;
import dev.errand.api.console.lanes.DepthCharts;
import dev.errand.api.console.lanes.LaneRow;
import dev.errand.api.console.overview.OverviewModel.Progress;
import dev.errand.api.console.overview.OverviewModel.Tile;
import dev.errand.api.console.page.Formats;
import dev.errand.api.console.page.Moment;
import dev.errand.api.console.page.Pages;
import dev.errand.api.console.page.ReadsPage;
import dev.errand.api.console.page.Section;
import dev.errand.api.console.page.SharedModels;
import dev.errand.api.console.page.Shell;
import dev.errand.api.console.usage.UsageCharts;
import dev.errand.api.console.usage.UsageCharts.Charts;
import dev.errand.api.http.Paths;
import dev.errand.api.lanes.LaneViews;
import dev.errand.api.lists.ListParameters;
import dev.errand.job.JobState;
import dev.errand.store.batch.BatchStatus;
import dev.errand.store.failures.FailureFilter;
import dev.errand.store.failures.FailureQueries;
import dev.errand.store.read.CountQueries;
import dev.errand.store.read.CountQueries.StateCount;
import dev.errand.store.read.WorkerQueries;
import dev.errand.store.usage.UsageFilter;
import dev.errand.tenant.Caller;
import dev.errand.tenant.Right;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Shows what is going on. */
@Path(Paths.CONSOLE)
@Produces(MediaType.TEXT_HTML)
@RunOnVirtualThread
public class OverviewPage {

  private static final int MOST_WORKERS = 200;
  private static final int BATCHES = 20;

  private final Callers callers;
  private final CountQueries counts;
  private final LaneViews lanes;
  private final WorkerQueries workers;
  private final FailureQueries failures;
  private final BatchService batches;
  private final UsageCharts charts;
  private final DepthCharts depth;
  private final Pages pages;
  private final SharedModels models;
  private final Clock clock;

  @Inject
  OverviewPage(
      Callers callers,
      CountQueries counts,
      LaneViews lanes,
      WorkerQueries workers,
      FailureQueries failures,
      BatchService batches,
      UsageCharts charts,
      DepthCharts depth,
      Pages pages,
      SharedModels models,
      Clock clock) {
    this.callers = callers;
    this.counts = counts;
    this.lanes = lanes;
    this.workers = workers;
    this.failures = failures;
    this.batches = batches;
    this.charts = charts;
    this.depth = depth;
    this.pages = pages;
    this.models = models;
    this.clock = clock;
  }

  @CheckedTemplate(basePath = "console")
  static final class Templates {

    private Templates() {}

    static native TemplateInstance overview(Shell shell, OverviewModel model);
  }

  @GET
  @ReadsPage
  public Response show() {
    Caller caller = callers.any();
    if (!caller.may(Right.READ) && caller.may(Right.MANAGE)) {
      return Pages.to(Section.KEYS.path());
    }
    return pages.page(
        Templates.overview(
            pages.shell(callers.with(Right.READ), Section.OVERVIEW, "Overview"),
            models.of(caller, () -> model(caller))));
  }

  private OverviewModel model(Caller caller) {
    // To the minute, so that the page stays the same meanwhile.
    Instant hourAgo = clock.instant().truncatedTo(ChronoUnit.MINUTES).minus(1, ChronoUnit.HOURS);
    List<LaneRow> rows = lanes.all(caller).stream().map(LaneRow::of).toList();
    JobQuery ended = JobQuery.of("ended_after", hourAgo.toString());
    List<StateCount> now =
        counts.counts(
            caller,
            ListParameters.counts(JobQuery.of("state", "scheduled,queued,running").parameters()));
    List<StateCount> lately =
        counts.counts(
            caller,
            ListParameters.counts(
                ended.with("state", "succeeded,failed,cancelled,expired").parameters()));
    List<Tile> tiles = new ArrayList<>();
    now.forEach(count -> tiles.add(tile(count, new JobQuery(Map.of()))));
    lately.forEach(count -> tiles.add(tile(count, ended)));
    rows.stream()
        .max(Comparator.comparingDouble(LaneRow::oldestSeconds))
        .filter(lane -> lane.oldestSeconds() > 0)
        .ifPresent(
            lane ->
                tiles.add(
                    new Tile(
                        "oldest waiting, lane " + lane.name(), lane.oldest(), "", lane.jobs())));
    Charts lastDay = lastDay(caller);
    FailureFilter lastHour =
        new FailureFilter(hourAgo, Optional.empty(), Optional.empty(), Optional.empty());
    return new OverviewModel(
        tiles,
        Moment.of(hourAgo),
        Attentions.of(rows, workers.workers(MOST_WORKERS), failures.find(caller, lastHour)),
        underWay(caller),
        lastDay.jobs(),
        lastDay.waited(),
        depth.draw(caller, clock.instant().truncatedTo(ChronoUnit.MINUTES)),
        now.stream().allMatch(it -> it.count() == 0)
            && lately.stream().allMatch(it -> it.count() == 0));
  }

  private Charts lastDay(Caller caller) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MINUTES);
    Instant from = now.truncatedTo(ChronoUnit.HOURS).minus(23, ChronoUnit.HOURS);
    UsageFilter filter =
        new UsageFilter(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            from,
            Optional.empty());
    return charts.draw(caller, filter, now);
  }

  private static Tile tile(StateCount count, JobQuery query) {
    JobState state = count.state();
    return new Tile(
        Formats.icon(state) + " " + state.text(),
        Formats.upTo(count.count(), count.more()),
        state.text(),
        query.with("state", state.text()).path());
  }

  private List<Progress> underWay(Caller caller) {
    return batches.list(caller, Optional.empty(), BATCHES).stream()
        .filter(batch -> !BatchStatus.of(batch.status()).isFinal())
        .map(OverviewPage::progress)
        .toList();
  }

  private static Progress progress(BatchView batch) {
    int all = batch.requestCounts().total();
    int done = batch.requestCounts().completed() + batch.requestCounts().failed();
    return new Progress(
        batch.id(),
        "/ui/batches/" + batch.id(),
        batch.status(),
        done,
        Math.max(1, all),
        "%d %%, %s of %s"
            .formatted(Formats.percent(done, all), Formats.number(done), Formats.number(all)));
  }
}
