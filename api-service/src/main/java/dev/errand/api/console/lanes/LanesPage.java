package dev.errand.api.console.lanes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.errand.api.access.Callers;
import dev.errand.api.admin.Author;
import dev.errand.api.console.lanes.DepthCharts.Queues;
import dev.errand.api.console.page.Pages;
import dev.errand.api.console.page.ReadsPage;
import dev.errand.api.console.page.Section;
import dev.errand.api.console.page.SharedModels;
import dev.errand.api.console.page.Shell;
import dev.errand.api.console.session.Forms;
import dev.errand.api.http.Paths;
import dev.errand.api.lanes.LaneControl;
import dev.errand.api.lanes.LaneViews;
import dev.errand.store.read.WorkerQueries;
import dev.errand.tenant.Caller;
import dev.errand.tenant.Right;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
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
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Shows lanes and workers, and pauses and resumes lanes. */
@Path(Paths.CONSOLE + "/lanes")
@Produces(MediaType.TEXT_HTML)
@RunOnVirtualThread
public class LanesPage {

  private static final int MOST_WORKERS = 200;
  private static final String PATH = Paths.CONSOLE + "/lanes";

  private final Callers callers;
  private final LaneViews lanes;
  private final WorkerQueries workers;
  private final DepthCharts depth;
  private final LaneControl control;
  private final Forms forms;
  private final Pages pages;
  private final SharedModels models;
  private final ObjectMapper json;
  private final Clock clock;

  @Inject
  LanesPage(
      Callers callers,
      LaneViews lanes,
      WorkerQueries workers,
      DepthCharts depth,
      LaneControl control,
      Forms forms,
      Pages pages,
      SharedModels models,
      ObjectMapper json,
      Clock clock) {
    this.callers = callers;
    this.lanes = lanes;
    this.workers = workers;
    this.depth = depth;
    this.control = control;
    this.forms = forms;
    this.pages = pages;
    this.models = models;
    this.json = json;
    this.clock = clock;
  }

  @CheckedTemplate(basePath = "console")
  static final class Templates {

    private Templates() {}

    static native TemplateInstance lanes(
        Shell shell, List<LaneRow> lanes, Queues queues, List<WorkerRow> workers);
  }

  private record Model(List<LaneRow> lanes, Queues queues, List<WorkerRow> workers) {}

  @GET
  @ReadsPage
  public Response show() {
    Caller caller = callers.with(Right.READ);
    Model model =
        models.of(
            caller,
            () ->
                new Model(
                    lanes.all(caller).stream().map(LaneRow::of).toList(),
                    // To the minute, so that the page stays the same meanwhile.
                    depth.queues(caller, clock.instant().truncatedTo(ChronoUnit.MINUTES)),
                    workers.workers(MOST_WORKERS).stream().map(WorkerRow::of).toList()));
    return pages.page(
        Templates.lanes(
            pages.shell(caller, Section.LANES, "Lanes and workers"),
            model.lanes(),
            model.queues(),
            model.workers()));
  }

  @POST
  @Path("/{lane}/pause")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Blocking
  public Response pause(
      @PathParam("lane") String lane,
      @Context HttpServerRequest request,
      @Context HttpHeaders headers,
      InputStream body)
      throws JsonProcessingException {
    Author author = Author.of(callers.with(Right.ADMIN), request);
    Forms.Form form = forms.read(headers, body);
    Map<String, String> wanted = new LinkedHashMap<>();
    form.text("reason").ifPresent(reason -> wanted.put("reason", reason));
    form.text("until").ifPresent(until -> wanted.put("until", until));
    control.pause(author, lane, json.writeValueAsBytes(wanted));
    return Pages.to(PATH);
  }

  @POST
  @Path("/{lane}/resume")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Blocking
  public Response resume(
      @PathParam("lane") String lane,
      @Context HttpServerRequest request,
      @Context HttpHeaders headers,
      InputStream body) {
    Author author = Author.of(callers.with(Right.ADMIN), request);
    forms.read(headers, body);
    control.resume(author, lane);
    return Pages.to(PATH);
  }
}
