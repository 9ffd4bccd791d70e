package dev.errand.api.console.operations;

import dev.errand.api.access.Callers;
import dev.errand.api.admin.Author;
import dev.errand.api.console.page.Pages;
import dev.errand.api.console.page.Section;
import dev.errand.api.console.session.Forms;
import dev.errand.api.http.Paths;
import dev.errand.api.jobs.JobActions;
import dev.errand.api.jobs.JobPath;
import dev.errand.api.problem.ProblemException;
import dev.errand.tenant.Right;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Does the same to each job that is marked in a list, and says to which it could not. */
@Path(Paths.CONSOLE + "/marked")
@Produces(MediaType.TEXT_HTML)
@RunOnVirtualThread
public class MarkedJobs {

  /** As many as a page of the list has at most. */
  private static final int MOST = 100;

  private final Callers callers;
  private final JobActions actions;
  private final Forms forms;
  private final Pages pages;

  @Inject
  MarkedJobs(Callers callers, JobActions actions, Forms forms, Pages pages) {
    this.callers = callers;
    this.actions = actions;
    this.forms = forms;
    this.pages = pages;
  }

  /** What came of it. */
  public record Result(String action, int done, List<Refusal> refusals) {}

  /** A job to which it could not be done. */
  public record Refusal(UUID job, String why) {}

  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Blocking
  public Response act(
      @Context HttpServerRequest request, @Context HttpHeaders headers, InputStream body) {
    Author author = Author.of(callers.with(Right.SUBMIT), request);
    Forms.Form form = forms.read(headers, body);
    String action = form.text("action").orElse("");
    List<UUID> jobs = form.all("job").stream().map(JobPath::id).distinct().toList();
    if (jobs.isEmpty() || jobs.size() > MOST) {
      throw ProblemException.invalid("job", "mark from 1 to %d jobs".formatted(MOST));
    }
    return pages.secret(
        OperationTemplates.marked(
            pages.shell(author.caller(), Section.JOBS, "Marked jobs").still(),
            all(author, action, jobs)));
  }

  private Result all(Author author, String action, List<UUID> jobs) {
    List<Refusal> refusals = new ArrayList<>();
    for (UUID job : jobs) {
      try {
        act(author, action, job);
      } catch (ProblemException e) {
        refusals.add(new Refusal(job, e.problem().detail()));
      }
    }
    return new Result(action, jobs.size() - refusals.size(), refusals);
  }

  private void act(Author author, String action, UUID job) {
    switch (action) {
      case "retry" -> actions.retry(author.caller(), job);
      case "cancel" -> actions.cancel(author.caller(), job);
      case "delete" -> actions.delete(author, job);
      default -> throw ProblemException.invalid("action", "must be retry, cancel or delete");
    }
  }
}
