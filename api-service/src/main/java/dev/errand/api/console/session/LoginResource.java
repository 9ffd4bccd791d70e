package dev.errand.api.console.session;

import dev.errand.api.access.AccessFilter;
import dev.errand.api.http.Paths;
import dev.errand.api.problem.ProblemException;
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
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Signs people in with an API key, and out again. */
@Path(Paths.CONSOLE)
@Produces(MediaType.TEXT_HTML)
@RunOnVirtualThread
public class LoginResource {

  private static final Duration FORM_TIME = Duration.ofHours(1);
  private static final String KEY = "key";
  private static final String NEXT = "next";

  private final AccessFilter access;
  private final Sessions sessions;
  private final Forms forms;

  @Inject
  LoginResource(AccessFilter access, Sessions sessions, Forms forms) {
    this.access = access;
    this.sessions = sessions;
    this.forms = forms;
  }

  @CheckedTemplate(basePath = "console")
  static final class Templates {

    private Templates() {}

    static native TemplateInstance login(String csrf, String next, String problem);
  }

  @GET
  @Path("/login")
  public Response form(
      @Context HttpServerRequest request, @QueryParam(NEXT) @Nullable String next) {
    return access.needsKeys()
        ? form(request, 200, safe(Optional.ofNullable(next)), "")
        : Response.seeOther(URI.create(Paths.CONSOLE)).build();
  }

  @POST
  @Path("/login")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Blocking
  public Response login(
      @Context HttpServerRequest request, @Context HttpHeaders headers, InputStream body) {
    Forms.Form form = forms.readLogin(headers, body);
    String next = safe(form.text(NEXT));
    try {
      String token = sessions.open(form.text(KEY).map(String::strip).orElse(""));
      return Response.seeOther(URI.create(next))
          .header(
              HttpHeaders.SET_COOKIE,
              SessionCookie.SESSION.set(request, token, sessions.lifetime()))
          .header(HttpHeaders.SET_COOKIE, SessionCookie.LOGIN.remove(request))
          .build();
    } catch (ProblemException e) {
      return form(request, e.problem().status(), next, e.problem().detail());
    }
  }

  @POST
  @Path("/logout")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Blocking
  public Response logout(
      @Context HttpServerRequest request, @Context HttpHeaders headers, InputStream body) {
    forms.read(headers, body);
    SessionCookie.SESSION.in(request).ifPresent(sessions::end);
    return Response.seeOther(URI.create(ConsolePaths.LOGIN))
        .header(HttpHeaders.SET_COOKIE, SessionCookie.SESSION.remove(request))
        .build();
  }

  private Response form(HttpServerRequest request, int status, String next, String problem) {
    // The same in all tabs.
    String csrf =
        SessionCookie.LOGIN
            .in(request)
            .filter(it -> it.matches("[0-9a-f]{64}"))
            .orElseGet(sessions::random);
    return Response.status(status)
        .entity(Templates.login(csrf, next, problem).render())
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .header(HttpHeaders.SET_COOKIE, SessionCookie.LOGIN.set(request, csrf, FORM_TIME))
        .build();
  }

  /** Only to our own pages; whatever else is asked for leads to the first one. */
  private static String safe(Optional<String> next) {
    return next.filter(it -> it.matches("/ui(/[A-Za-z0-9_/-]*)?(\\?[A-Za-z0-9_.=&%:,+-]*)?"))
        .filter(it -> !it.startsWith(ConsolePaths.LOGIN))
        .orElse(Paths.CONSOLE);
  }
}
