package dev.errand.api.console.jobs;

import dev.errand.api.access.Callers;
import dev.errand.api.admin.Author;
import dev.errand.api.console.page.Pages;
import dev.errand.api.console.page.ReadsPage;
import dev.errand.api.console.page.Section;
import dev.errand.api.console.page.SharedModels;
import dev.errand.api.http.Paths;
import dev.errand.api.lists.JobLists;
import dev.errand.api.lists.JobPage;
import dev.errand.api.lists.ListParameters;
import dev.errand.api.waiting.WaitingJobs;
import dev.errand.store.read.CountQueries;
import dev.errand.store.read.CountQueries.StateCount;
import dev.errand.tenant.Caller;
import dev.errand.tenant.Right;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Objects;

/** Lists jobs. */
@Path(Paths.CONSOLE + "/jobs")
@Produces(MediaType.TEXT_HTML)
@RunOnVirtualThread
public class JobsResource {

  private final Callers callers;
  private final JobLists lists;
  private final CountQueries counts;
  private final WaitingJobs waiting;
  private final Pages pages;
  private final SharedModels models;

  @Inject
  JobsResource(
      Callers callers,
      JobLists lists,
      CountQueries counts,
      WaitingJobs waiting,
      Pages pages,
      SharedModels models) {
    this.callers = callers;
    this.lists = lists;
    this.counts = counts;
    this.waiting = waiting;
    this.pages = pages;
    this.models = models;
  }

  @GET
  @ReadsPage
  public Response list(@Context HttpServerRequest request, @Context UriInfo uri) {
    Author author = Author.of(callers.with(Right.READ), request);
    JobQuery query = JobQuery.of(uri.getQueryParameters());
    JobsModel model = models.of(author.caller(), () -> model(author, query));
    return pages.page(JobTemplates.jobs(pages.shell(author.caller(), Section.JOBS, "Jobs"), model));
  }

  private JobsModel model(Author author, JobQuery query) {
    // Never prompts or answers, whatever the query includes.
    JobPage page =
        JobPage.of(
            lists.page(author, ListParameters.list(query.including("usage"))),
            author.caller(),
            waiting);
    List<JobRow> rows = page.data().stream().map(JobRow::of).toList();
    String next = Objects.requireNonNullElse(page.next(), "");
    return JobsModel.of(query, rows, counts(author.caller(), query), next);
  }

  private List<StateCount> counts(Caller caller, JobQuery query) {
    return counts.counts(
        caller, ListParameters.counts(query.filter().without("state").parameters()));
  }
}
