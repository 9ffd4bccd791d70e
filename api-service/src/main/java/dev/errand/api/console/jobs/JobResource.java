package dev.errand.api.console.jobs;

import dev.errand.api.access.Callers;
import dev.errand.api.admin.Author;
import dev.errand.api.console.page.Formats;
import dev.errand.api.console.page.Pages;
import dev.errand.api.console.page.ReadsPage;
import dev.errand.api.console.page.Section;
import dev.errand.api.console.page.Shell;
import dev.errand.api.console.session.Forms;
import dev.errand.api.http.Paths;
import dev.errand.api.jobs.JobActions;
import dev.errand.api.jobs.JobPath;
import dev.errand.tenant.Caller;
import dev.errand.tenant.Right;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.UUID;

/** Shows one job, and cancels, retries or deletes it. */
@Path(Paths.CONSOLE + "/jobs/{id}")
@Produces(MediaType.TEXT_HTML)
@RunOnVirtualThread
public class JobResource {

  private final Callers callers;
  private final JobPages jobs;
  private final JobActions actions;
  private final Forms forms;
  private final Pages pages;

  @Inject
  JobResource(Callers callers, JobPages jobs, JobActions actions, Forms forms, Pages pages) {
    this.callers = callers;
    this.jobs = jobs;
    this.actions = actions;
    this.forms = forms;
    this.pages = pages;
  }

  @GET
  @ReadsPage
  public Response show(@PathParam("id") String id) {
    Caller caller = callers.with(Right.READ);
    UUID job = JobPath.id(id);
    return pages.page(JobTemplates.job(shell(caller, job), jobs.job(caller, job)));
  }

  /** By a click, because it is recorded; so it is no GET. */
  @POST
  @Path("/content")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Blocking
  public Response content(
      @PathParam("id") String id,
      @Context HttpServerRequest request,
      @Context HttpHeaders headers,
      InputStream body) {
    callers.with(Right.READ);
    Author author = Author.of(callers.with(Right.CONTENT), request);
    forms.read(headers, body);
    UUID job = JobPath.id(id);
    return pages.secret(
        JobTemplates.job(shell(author.caller(), job), jobs.withContent(author, job)));
  }

  @POST
  @Path("/cancel")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Blocking
  public Response cancel(
      @PathParam("id") String id, @Context HttpHeaders headers, InputStream body) {
    Caller caller = callers.with(Right.SUBMIT);
    forms.read(headers, body);
    UUID job = JobPath.id(id);
    actions.cancel(caller, job);
    return Pages.to(path(job));
  }

  @POST
  @Path("/retry")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Blocking
  public Response retry(
      @PathParam("id") String id, @Context HttpHeaders headers, InputStream body) {
    Caller caller = callers.with(Right.SUBMIT);
    forms.read(headers, body);
    UUID job = JobPath.id(id);
    actions.retry(caller, job);
    return Pages.to(path(job));
  }

  @POST
  @Path("/delete")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Blocking
  public Response delete(
      @PathParam("id") String id,
      @Context HttpServerRequest request,
      @Context HttpHeaders headers,
      InputStream body) {
    Author author = Author.of(callers.with(Right.SUBMIT), request);
    forms.read(headers, body);
    actions.delete(author, JobPath.id(id));
    return Pages.to("/ui/jobs");
  }

  private Shell shell(Caller caller, UUID job) {
    return pages.shell(caller, Section.JOBS, "Job " + Formats.shortened(job.toString()));
  }

  private static String path(UUID job) {
    return "/ui/jobs/" + job;
  }
}
