package dev.errand.api.console.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.errand.api.http.BodyReader;
import dev.errand.api.problem.ProblemException;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.InputStream;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads forms, and only those of our own pages. */
@ApplicationScoped
public class Forms {

  /** The field with the token. */
  static final String CSRF = "csrf";

  private final BodyReader bodies;
  private final Csrf csrf;
  private final CurrentVertxRequest current;

  @Inject
  Forms(BodyReader bodies, Csrf csrf, CurrentVertxRequest current) {
    this.bodies = bodies;
    this.csrf = csrf;
    this.current = current;
  }

  /** The fields of a form that are not empty. */
  public record Form(Map<String, List<String>> fields) {

    /** The first value of a field. */
    public Optional<String> text(String name) {
      return fields.getOrDefault(name, List.of()).stream().findFirst();
    }

    /** All values of a field. */
    public List<String> all(String name) {
      return fields.getOrDefault(name, List.of());
    }
  }

  /**
   * The form in a body.
   *
   * @throws ProblemException if it is not from our pages
   */
  public Form read(HttpHeaders headers, InputStream body) {
    Form form = unchecked(headers, body);
    csrf.check(request(), form.text(CSRF));
    return form;
  }

  /** The form of somebody who is not signed in yet; its token is in a cookie. */
  Form readLogin(HttpHeaders headers, InputStream body) {
    Form form = unchecked(headers, body);
    Optional<String> expected = SessionCookie.LOGIN.in(request());
    csrf.check(request(), form.text(CSRF).filter(_ -> expected.isPresent()), expected.orElse(""));
    return form;
  }

  private Form unchecked(HttpHeaders headers, InputStream body) {
    return parse(new String(bodies.readSettings(headers, body), UTF_8));
  }

  private HttpServerRequest request() {
    return current.getCurrent().request();
  }

  private static Form parse(String text) {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    for (String pair : text.split("&")) {
      int equals = pair.indexOf('=');
      String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
      if (!value.isBlank()) {
        fields
            .computeIfAbsent(decoded(pair.substring(0, equals)), _ -> new ArrayList<>())
            .add(value);
      }
    }
    return new Form(fields);
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, UTF_8);
    } catch (IllegalArgumentException e) {
      throw ProblemException.invalid("form", "is not encoded as forms are");
    }
  }
}
