package dev.errand.api.console.session;

import dev.errand.api.access.PersonSignIn;
import dev.errand.api.problem.Problem;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;

/** The page on which people sign in. */
@ApplicationScoped
class LoginForm {

  private static final Duration TIME = Duration.ofHours(1);

  private final Sessions sessions;
  private final PersonSignIn people;

  @Inject
  LoginForm(Sessions sessions, PersonSignIn people) {
    this.sessions = sessions;
    this.people = people;
  }

  @CheckedTemplate(basePath = "console")
  static final class Templates {

    private Templates() {}

    static native TemplateInstance login(
        String theme, String csrf, String next, String problem, String provider, String start);
  }

  /** The page. */
  Response page(HttpServerRequest request, String next) {
    return page(request, 200, next, "").build();
  }

  /** The page again, with what went wrong. */
  Response page(HttpServerRequest request, String next, Problem problem) {
    Response.ResponseBuilder page = page(request, problem.status(), next, problem.detail());
    if (problem.retryAfter() != null) {
      page.header(HttpHeaders.RETRY_AFTER, problem.retryAfter().toSeconds());
    }
    return page.build();
  }

  private Response.ResponseBuilder page(
      HttpServerRequest request, int status, String next, String problem) {
    // The same in all tabs.
    String csrf =
        SessionCookie.LOGIN
            .in(request)
            .filter(it -> it.matches("[0-9a-f]{64}"))
            .orElseGet(sessions::random);
    Optional<String> provider = people.provider();
    String theme = SessionCookie.theme(request);
    String start = ConsolePaths.PEOPLE + ConsolePaths.START + "?next=" + Next.encoded(next);
    return Response.status(status)
        .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
        .entity(Templates.login(theme, csrf, next, problem, provider.orElse(""), start).render())
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .header(HttpHeaders.SET_COOKIE, SessionCookie.LOGIN.set(request, csrf, TIME));
  }
}
