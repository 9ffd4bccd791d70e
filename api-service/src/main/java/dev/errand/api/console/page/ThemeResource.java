package dev.errand.api.console.page;

import dev.errand.api.access.Callers;
import dev.errand.api.console.session.Forms;
import dev.errand.api.console.session.SessionCookie;
import dev.errand.api.http.Paths;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Duration;
import java.util.Objects;

/** Switches pages between light and dark. */
@Path(Paths.CONSOLE + "/theme")
@RunOnVirtualThread
public class ThemeResource {

  private static final Duration YEAR = Duration.ofDays(365);

  private final Callers callers;
  private final Forms forms;

  @Inject
  ThemeResource(Callers callers, Forms forms) {
    this.callers = callers;
    this.forms = forms;
  }

  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Blocking
  public Response change(
      @Context HttpServerRequest request, @Context HttpHeaders headers, InputStream body) {
    callers.any();
    Forms.Form form = forms.read(headers, body);
    String theme = form.text("theme").filter(it -> it.matches("light|dark|auto")).orElse("auto");
    return Response.fromResponse(Pages.to(back(request)))
        .header(HttpHeaders.SET_COOKIE, SessionCookie.THEME.set(request, theme, YEAR))
        .build();
  }

  /** The page that it was switched on; only its path and query, and only of the console. */
  private static String back(HttpServerRequest request) {
    String referer = Objects.requireNonNullElse(request.getHeader("Referer"), "");
    String host = "://" + request.getHeader("Host");
    int at = referer.indexOf(host);
    String path = at < 0 ? "" : referer.substring(at + host.length());
    return path.matches("/ui([/?][!-~]*)?") ? path : Paths.CONSOLE;
  }
}
