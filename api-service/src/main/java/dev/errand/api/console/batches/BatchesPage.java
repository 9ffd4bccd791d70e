package dev.errand.api.console.batches;

import dev.errand.api.access.Callers;
import dev.errand.api.batch.BatchService;
import dev.errand.api.batch.BatchView;
import dev.errand.api.console.page.Pages;
import dev.errand.api.console.page.ReadsPage;
import dev.errand.api.console.page.Section;
import dev.errand.api.console.page.SharedModels;
import dev.errand.api.console.page.Shell;
import dev.errand.api.console.session.Forms;
import dev.errand.api.http.PageQuery;
import dev.errand.api.http.Paths;
import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.ProblemType;
import dev.errand.store.batch.BatchId;
import dev.errand.tenant.Caller;
import dev.errand.tenant.Right;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
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
import java.util.Set;
import java.util.UUID;

/** Lists, shows and cancels batches. */
@Path(Paths.CONSOLE + "/batches")
@Produces(MediaType.TEXT_HTML)
@RunOnVirtualThread
public class BatchesPage {

  private static final String PATH = Paths.CONSOLE + "/batches";

  private final Callers callers;
  private final BatchService batches;
  private final Forms forms;
  private final Pages pages;
  private final SharedModels models;

  @Inject
  BatchesPage(
      Callers callers, BatchService batches, Forms forms, Pages pages, SharedModels models) {
    this.callers = callers;
    this.batches = batches;
    this.forms = forms;
    this.pages = pages;
    this.models = models;
  }

  @CheckedTemplate(basePath = "console")
  static final class Templates {

    private Templates() {}

    static native TemplateInstance batches(Shell shell, List<BatchRow> rows, String older);

    static native TemplateInstance batch(Shell shell, BatchRow batch);
  }

  @GET
  @ReadsPage
  public Response list(@Context UriInfo uri) {
    Caller caller = callers.with(Right.READ);
    PageQuery query = PageQuery.read(uri.getQueryParameters(), Set.of());
    List<BatchView> found =
        batches.list(caller, query.after().map(BatchesPage::id), query.limit() + 1);
    List<BatchView> page = query.page(found);
    String older = page.size() < found.size() ? PATH + "?after=" + page.getLast().id() : "";
    return pages.page(
        Templates.batches(
            pages.shell(caller, Section.BATCHES, "Batches"),
            page.stream().map(BatchRow::of).toList(),
            older));
  }

  @GET
  @ReadsPage
  @Path("/{id}")
  public Response show(@PathParam("id") String id) {
    Caller caller = callers.with(Right.READ);
    BatchRow row = models.of(caller, () -> BatchRow.of(batches.get(caller, id(id))));
    return pages.page(
        Templates.batch(pages.shell(caller, Section.BATCHES, "Batch " + row.id()), row));
  }

  @POST
  @Path("/{id}/cancel")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Blocking
  public Response cancel(
      @PathParam("id") String id, @Context HttpHeaders headers, InputStream body) {
    Caller caller = callers.with(Right.SUBMIT);
    forms.read(headers, body);
    return Pages.to(PATH + "/" + batches.cancel(caller, id(id)).id());
  }

  private static UUID id(String text) {
    return BatchId.parse(text)
        .orElseThrow(
            () -> new ProblemException(ProblemType.NOT_FOUND, "there is no batch with this id"));
  }
}
