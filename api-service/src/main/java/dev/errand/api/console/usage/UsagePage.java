package dev.errand.api.console.usage;

import dev.errand.api.access.Callers;
import dev.errand.api.console.jobs.JobQuery;
import dev.errand.api.console.page.Pages;
import dev.errand.api.console.page.ReadsPage;
import dev.errand.api.console.page.Section;
import dev.errand.api.console.page.SharedModels;
import dev.errand.api.console.page.Shell;
import dev.errand.api.http.Paths;
import dev.errand.api.usage.UsageParameters;
import dev.errand.api.usage.UsageParameters.UsageQuery;
import dev.errand.price.Prices;
import dev.errand.store.usage.Dimension;
import dev.errand.store.usage.Usage;
import dev.errand.store.usage.UsageQueries;
import dev.errand.tenant.Caller;
import dev.errand.tenant.Right;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Set;

/** Shows who uses what. */
@Path(Paths.CONSOLE + "/usage")
@Produces(MediaType.TEXT_HTML)
@RunOnVirtualThread
public class UsagePage {

  private final Callers callers;
  private final UsageQueries usage;
  private final UsageCharts charts;
  private final Prices prices;
  private final Pages pages;
  private final SharedModels models;
  private final Clock clock;

  @Inject
  UsagePage(
      Callers callers,
      UsageQueries usage,
      UsageCharts charts,
      Prices prices,
      Pages pages,
      SharedModels models,
      Clock clock) {
    this.callers = callers;
    this.usage = usage;
    this.charts = charts;
    this.prices = prices;
    this.pages = pages;
    this.models = models;
    this.clock = clock;
  }

  @CheckedTemplate(basePath = "console")
  static final class Templates {

    private Templates() {}

    static native TemplateInstance usage(Shell shell, UsageModel model);
  }

  /** The query is that of {@code GET /v1/usage}. */
  @GET
  @ReadsPage
  public Response show(@Context UriInfo uri) {
    Caller caller = callers.with(Right.READ);
    JobQuery query = JobQuery.of(uri.getQueryParameters());
    return pages.page(
        Templates.usage(
            pages.shell(caller, Section.USAGE, "Usage"),
            models.of(caller, () -> model(caller, query))));
  }

  private UsageModel model(Caller caller, JobQuery query) {
    // To the minute, so that the page stays the same meanwhile.
    Instant now = clock.instant().truncatedTo(ChronoUnit.MINUTES);
    UsageQuery asked = UsageParameters.read(query.parameters(), now);
    Set<Dimension> by = asked.by().isEmpty() ? usual(caller) : asked.by();
    Set<Dimension> withOutcome = EnumSet.copyOf(by);
    withOutcome.add(Dimension.OUTCOME);
    Usage groups = usage.find(caller, asked.filter(), by);
    Usage failures = usage.find(caller, asked.filter(), withOutcome);
    return UsageModel.of(
        charts.draw(caller, asked.filter(), now),
        prices.currency(),
        query,
        by,
        groups,
        failures,
        now);
  }

  /** Others than admins see one tenant only. */
  private static Set<Dimension> usual(Caller caller) {
    return Set.of(caller.may(Right.ADMIN) ? Dimension.TENANT : Dimension.MODEL);
  }
}
