package dev.errand.api.console.session;

import dev.errand.api.access.PersonSignIn;
import dev.errand.api.problem.Problem;
import dev.errand.api.problem.ProblemException;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Signs people in whom the identity provider knows. */
@Path(ConsolePaths.PEOPLE)
@Produces(MediaType.TEXT_HTML)
@RunOnVirtualThread
public class PersonLoginResource {

  /** As long as somebody may take at the provider's page. */
  private static final Duration TIME = Duration.ofMinutes(30);

  private final PersonSignIn people;
  private final Sessions sessions;
  private final LoginForm form;
  private final CurrentVertxRequest current;

  @Inject
  PersonLoginResource(
      PersonSignIn people, Sessions sessions, LoginForm form, CurrentVertxRequest current) {
    this.people = people;
    this.sessions = sessions;
    this.form = form;
    this.current = current;
  }

  @CheckedTemplate(basePath = "console")
  static final class Templates {

    private Templates() {}

    static native TemplateInstance signedIn(String next);
  }

  @GET
  @Path(ConsolePaths.START)
  public Response start(@QueryParam("next") @Nullable String wanted) {
    requireProvider();
    String next = Next.safe(Optional.ofNullable(wanted));
    try {
      return Response.status(Response.Status.FOUND)
          .location(people.start(current.getCurrent(), SessionCookie.isSecure(request())))
          .header(HttpHeaders.CACHE_CONTROL, "no-store")
          .header(
              HttpHeaders.SET_COOKIE, SessionCookie.NEXT.set(request(), Next.encoded(next), TIME))
          .build();
    } catch (ProblemException e) {
      return form.page(request(), next, e.problem());
    }
  }

  /** The provider has sent somebody back. */
  @GET
  @Path(ConsolePaths.CALLBACK)
  public Response finish() {
    requireProvider();
    String next = Next.decoded(SessionCookie.NEXT.in(request()));
    try {
      String token = sessions.open(people.finish(current.getCurrent()));
      // A redirect would still come from the provider's page, so browsers would not send the
      // cookie.
      return Response.ok(Templates.signedIn(next).render())
          .header(HttpHeaders.CACHE_CONTROL, "no-store")
          .header(
              HttpHeaders.SET_COOKIE,
              SessionCookie.SESSION.set(request(), token, sessions.lifetime()))
          .header(HttpHeaders.SET_COOKIE, SessionCookie.LOGIN.remove(request()))
          .header(HttpHeaders.SET_COOKIE, SessionCookie.NEXT.remove(request()))
          .build();
    } catch (ProblemException e) {
      return form.page(request(), next, e.problem());
    }
  }

  private void requireProvider() {
    if (people.provider().isEmpty()) {
      throw new ProblemException(Problem.nothingAt(request().path()));
    }
  }

  private HttpServerRequest request() {
    return current.getCurrent().request();
  }
}
