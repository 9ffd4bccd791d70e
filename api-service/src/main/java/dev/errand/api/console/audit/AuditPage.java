package dev.errand.api.console.audit;

import dev.errand.api.access.Callers;
import dev.errand.api.admin.AuditLog;
import dev.errand.api.admin.AuditView;
import dev.errand.api.console.page.Pages;
import dev.errand.api.console.page.ReadsPage;
import dev.errand.api.console.page.Section;
import dev.errand.api.console.page.Shell;
import dev.errand.api.http.PageQuery;
import dev.errand.api.http.Paths;
import dev.errand.api.problem.ProblemException;
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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Shows the audit log. */
@Path(Paths.CONSOLE + "/audit")
@Produces(MediaType.TEXT_HTML)
@RunOnVirtualThread
public class AuditPage {

  private final Callers callers;
  private final AuditLog log;
  private final Pages pages;

  @Inject
  AuditPage(Callers callers, AuditLog log, Pages pages) {
    this.callers = callers;
    this.log = log;
    this.pages = pages;
  }

  @CheckedTemplate(basePath = "console")
  static final class Templates {

    private Templates() {}

    static native TemplateInstance audit(Shell shell, List<AuditRow> rows, String older);
  }

  @GET
  @ReadsPage
  public Response list(@Context UriInfo uri) {
    Caller caller = callers.with(Right.MANAGE);
    PageQuery query = PageQuery.read(uri.getQueryParameters(), Set.of());
    List<AuditView> found =
        log.list(caller, Optional.empty(), query.after().map(AuditPage::id), query.limit() + 1);
    List<AuditView> page = query.page(found);
    String older = page.size() < found.size() ? "/ui/audit?after=" + page.getLast().id() : "";
    return pages.page(
        Templates.audit(
            pages.shell(caller, Section.AUDIT, "Audit log"),
            page.stream().map(AuditRow::of).toList(),
            older));
  }

  private static UUID id(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException _) {
      throw ProblemException.invalid("after", "must be the id of an entry");
    }
  }
}
