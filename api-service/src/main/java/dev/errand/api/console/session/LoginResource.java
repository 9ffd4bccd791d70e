package dev.errand.api.console.session;

import dev.errand.api.access.AccessFilter;
import dev.errand.api.http.Paths;
import dev.errand.api.problem.ProblemException;
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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Signs people in with an API key, and out again. */
@Path(Paths.CONSOLE)
@Produces(MediaType.TEXT_HTML)
@RunOnVirtualThread
public class LoginResource {

  private static final String KEY = "key";
  private static final String NEXT = "next";

  private final AccessFilter access;
  private final Sessions sessions;
  private final Forms forms;
  private final LoginForm page;

  @Inject
  LoginResource(AccessFilter access, Sessions sessions, Forms forms, LoginForm page) {
    this.access = access;
    this.sessions = sessions;
    this.forms = forms;
    this.page = page;
  }

  @GET
  @Path("/login")
  public Response form(
      @Context HttpServerRequest request, @QueryParam(NEXT) @Nullable String next) {
    return access.needsKeys()
        ? page.page(request, Next.safe(Optional.ofNullable(next)))
        : Response.seeOther(URI.create(Paths.CONSOLE)).build();
  }

  @POST
  @Path("/login")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Blocking
  public Response login(
      @Context HttpServerRequest request, @Context HttpHeaders headers, InputStream body) {
    Forms.Form form = forms.readLogin(headers, body);
    String next = Next.safe(form.text(NEXT));
    try {
      String token = sessions.open(form.text(KEY).map(String::strip).orElse(""));
      return Response.seeOther(URI.create(next))
          .header(
              HttpHeaders.SET_COOKIE,
              SessionCookie.SESSION.set(request, token, sessions.lifetime()))
          .header(HttpHeaders.SET_COOKIE, SessionCookie.LOGIN.remove(request))
          .build();
    } catch (ProblemException e) {
      return page.page(request, next, e.problem());
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
}
