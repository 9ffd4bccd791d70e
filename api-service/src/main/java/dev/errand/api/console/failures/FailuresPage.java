package dev.errand.api.console.failures;

import dev.errand.api.access.Callers;
import dev.errand.api.console.jobs.JobQuery;
import dev.errand.api.console.page.Pages;
import dev.errand.api.console.page.ReadsPage;
import dev.errand.api.console.page.Section;
import dev.errand.api.console.page.SharedModels;
import dev.errand.api.console.page.Shell;
import dev.errand.api.http.Paths;
import dev.errand.api.lists.FailuresView;
import dev.errand.api.lists.ListParameters;
import dev.errand.store.failures.FailureFilter;
import dev.errand.store.failures.FailureQueries;
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

/** Shows why jobs failed. */
@Path(Paths.CONSOLE + "/failures")
@Produces(MediaType.TEXT_HTML)
@RunOnVirtualThread
public class FailuresPage {

  private final Callers callers;
  private final FailureQueries failures;
  private final Pages pages;
  private final SharedModels models;
  private final Clock clock;

  @Inject
  FailuresPage(
      Callers callers, FailureQueries failures, Pages pages, SharedModels models, Clock clock) {
    this.callers = callers;
    this.failures = failures;
    this.pages = pages;
    this.models = models;
    this.clock = clock;
  }

  @CheckedTemplate(basePath = "console")
  static final class Templates {

    private Templates() {}

    static native TemplateInstance failures(Shell shell, FailuresModel model);
  }

  @GET
  @ReadsPage
  public Response list(@Context UriInfo uri) {
    Caller caller = callers.with(Right.READ);
    JobQuery query = JobQuery.of(uri.getQueryParameters());
    return pages.page(
        Templates.failures(
            pages.shell(caller, Section.FAILURES, "Failures"),
            models.of(caller, () -> model(caller, query))));
  }

  private FailuresModel model(Caller caller, JobQuery query) {
    // To the minute, so that the page stays the same meanwhile.
    Instant now = clock.instant().truncatedTo(ChronoUnit.MINUTES);
    FailureFilter filter = ListParameters.failures(query.parameters(), now);
    return FailuresModel.of(FailuresView.of(filter, failures.find(caller, filter)), now);
  }
}
