package dev.errand.api.console.operations;

import dev.errand.api.access.Callers;
import dev.errand.api.admin.Author;
import dev.errand.api.console.jobs.JobQuery;
import dev.errand.api.console.page.Pages;
import dev.errand.api.console.page.ReadsPage;
import dev.errand.api.console.page.Section;
import dev.errand.api.console.session.Forms;
import dev.errand.api.http.PageQuery;
import dev.errand.api.http.Paths;
import dev.errand.api.operations.OperationRequest;
import dev.errand.api.operations.OperationService;
import dev.errand.api.operations.OperationView;
import dev.errand.api.problem.ProblemException;
import dev.errand.api.submit.IdempotencyKey;
import dev.errand.job.JobId;
import dev.errand.store.operation.OperationStore;
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
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Lists, shows, creates and stops operations. */
@Path(Paths.CONSOLE + "/operations")
@Produces(MediaType.TEXT_HTML)
@RunOnVirtualThread
public class OperationsPage {

  private static final String PATH = Paths.CONSOLE + "/operations/";

  private final Callers callers;
  private final OperationService operations;
  private final OperationStore store;
  private final OperationForms requests;
  private final Forms forms;
  private final Pages pages;

  @Inject
  OperationsPage(
      Callers callers,
      OperationService operations,
      OperationStore store,
      OperationForms requests,
      Forms forms,
      Pages pages) {
    this.callers = callers;
    this.operations = operations;
    this.store = store;
    this.requests = requests;
    this.forms = forms;
    this.pages = pages;
  }

  @GET
  @ReadsPage
  public Response list(@Context UriInfo uri) {
    Caller caller = callers.with(Right.READ);
    PageQuery query = PageQuery.read(uri.getQueryParameters(), Set.of());
    Optional<UUID> after = query.after().map(OperationsPage::id);
    List<OperationRow> found =
        store.list(caller, after, query.limit() + 1).stream()
            .map(OperationView::of)
            .map(OperationRow::of)
            .toList();
    List<OperationRow> page = query.page(found);
    String older = page.size() < found.size() ? "/ui/operations?after=" + page.getLast().id() : "";
    return pages.page(
        OperationTemplates.operations(
            pages.shell(caller, Section.OPERATIONS, "Operations"), page, older));
  }

  @GET
  @ReadsPage
  @Path("/{id}")
  public Response show(@PathParam("id") String id) {
    Caller caller = callers.with(Right.READ);
    OperationRow row = OperationRow.of(OperationView.of(operations.find(caller, id(id))));
    return pages.page(
        OperationTemplates.operation(
            pages.shell(caller, Section.OPERATIONS, "Operation " + row.shortId()), row));
  }

  /** The form, which says how many jobs it moves. */
  @GET
  @ReadsPage
  @Path("/new")
  public Response plan(@Context UriInfo uri) {
    Caller caller = callers.with(Right.SUBMIT);
    OperationRequest wanted = requests.preview(JobQuery.of(uri.getQueryParameters()));
    PlannedOperation plan =
        PlannedOperation.of(
            operations.preview(caller, wanted.selection()), "console-" + UUID.randomUUID());
    return pages.secret(
        OperationTemplates.newOperation(
            pages.shell(caller, Section.OPERATIONS, plan.verb() + " jobs").still(), plan));
  }

  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Blocking
  public Response create(
      @Context HttpServerRequest request, @Context HttpHeaders headers, InputStream body) {
    Author author = Author.of(callers.with(Right.SUBMIT), request);
    Forms.Form form = forms.read(headers, body);
    OperationService.Created created =
        operations.create(
            author, form.text("key").map(IdempotencyKey::parse), requests.create(form));
    return Pages.to(PATH + created.operation().id());
  }

  @POST
  @Path("/{id}/stop")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Blocking
  public Response stop(
      @PathParam("id") String id,
      @Context HttpServerRequest request,
      @Context HttpHeaders headers,
      InputStream body) {
    Author author = Author.of(callers.with(Right.SUBMIT), request);
    forms.read(headers, body);
    return Pages.to(PATH + operations.stop(author, id(id)).id());
  }

  private static UUID id(String text) {
    return JobId.parse(text)
        .orElseThrow(() -> ProblemException.invalid("id", "must be the id of an operation"));
  }
}
