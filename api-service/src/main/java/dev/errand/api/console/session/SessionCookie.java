package dev.errand.api.console.session;

import dev.errand.api.http.Paths;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The console's cookies: no script reads them, and but for one that is no secret, no other site's
 * page sends them.
 */
public enum SessionCookie {
  /** The token of the session. */
  SESSION("errand_session", CookieSameSite.STRICT),
  /** Proves that a sign-in comes from our own form. */
  LOGIN("errand_login", CookieSameSite.STRICT),
  /** Where a sign-in at the identity provider leads, whose page sends people back. */
  NEXT("errand_next", CookieSameSite.LAX),
  /** Whether pages are light or dark. */
  THEME("errand_theme", CookieSameSite.STRICT);

  private static final Set<String> THEMES = Set.of("light", "dark");
  private static final Pattern LOOPBACK =
      Pattern.compile("(localhost|127\\.0\\.0\\.1|\\[::1])(:[0-9]*)?");

  private final String text;
  private final CookieSameSite sites;

  SessionCookie(String text, CookieSameSite sites) {
    this.text = text;
    this.sites = sites;
  }

  /** Its value in a request. */
  public Optional<String> in(HttpServerRequest request) {
    return request.cookies(text).stream().map(Cookie::getValue).findFirst();
  }

  /** Sets it for a time. */
  public String set(HttpServerRequest request, String value, Duration age) {
    return Cookie.cookie(text, value)
        .setPath(Paths.CONSOLE)
        .setHttpOnly(true)
        .setSameSite(sites)
        .setSecure(isSecure(request))
        .setMaxAge(age.toSeconds())
        .encode();
  }

  /** The theme of a request's browser: light, dark, or auto, which is also that of others. */
  public static String theme(HttpServerRequest request) {
    return THEME.in(request).filter(THEMES::contains).orElse("auto");
  }

  /** Removes it. */
  public String remove(HttpServerRequest request) {
    return set(request, "", Duration.ZERO);
  }

  /** Everywhere but on this machine; a proxy may end TLS before us. */
  static boolean isSecure(HttpServerRequest request) {
    String host = request.getHeader(HttpHeaders.HOST);
    return request.isSSL()
        || host == null
        || !LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches();
  }
}
