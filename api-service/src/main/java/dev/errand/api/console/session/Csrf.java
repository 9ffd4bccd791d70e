package dev.errand.api.console.session;

import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.ProblemType;
import dev.errand.text.Sha256;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The token that each form carries, so that no other site's page can send it: it follows from the
 * session's token or, without sessions, from a secret of this process.
 */
@ApplicationScoped
public class Csrf {

  private final String secret;

  @Inject
  Csrf(Sessions sessions) {
    this.secret = sessions.random();
  }

  /** The token for the forms of a page. */
  public String token(HttpServerRequest request) {
    String session = SessionCookie.SESSION.in(request).orElse(secret);
    return HexFormat.of().formatHex(Sha256.of("csrf:" + session));
  }

  /**
   * Checks a form's token.
   *
   * @throws ProblemException if the form is not from our pages
   */
  public void check(HttpServerRequest request, Optional<String> token) {
    check(request, token, token(request));
  }

  /** Checks a token against the expected one. */
  void check(HttpServerRequest request, Optional<String> token, String expected) {
    boolean isOurs =
        token.filter(it -> MessageDigest.isEqual(bytes(it), bytes(expected))).isPresent();
    if (!isOurs || isForeign(request)) {
      throw new ProblemException(
          ProblemType.FOREIGN_ORIGIN,
          "the form is not from this page, or from before you signed in; nothing was done. Reload"
              + " the page and try again");
    }
  }

  private static byte[] bytes(String text) {
    return Sha256.of(text);
  }

  /** Behind a proxy, the scheme may differ. */
  private static boolean isForeign(HttpServerRequest request) {
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    return origin != null && !origin.endsWith("://" + host(request));
  }

  private static @Nullable String host(HttpServerRequest request) {
    return request.getHeader(HttpHeaders.HOST);
  }
}
