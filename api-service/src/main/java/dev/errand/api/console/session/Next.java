package dev.errand.api.console.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.errand.api.http.Paths;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where a sign-in leads. */
final class Next {

  private static final Pattern OURS =
      Pattern.compile("/ui(/[A-Za-z0-9_/-]*)?(\\?[A-Za-z0-9_.=&%:,+-]*)?");

  private Next() {}

  /** For a cookie. */
  static String encoded(String next) {
    return URLEncoder.encode(next, UTF_8);
  }

  /** From a cookie, which may be from anybody. */
  static String decoded(Optional<String> cookie) {
    try {
      return safe(cookie.map(it -> URLDecoder.decode(it, UTF_8)));
    } catch (IllegalArgumentException e) {
      return safe(Optional.empty());
    }
  }

  /** Only to our own pages; whatever else is asked for leads to the first one. */
  static String safe(Optional<String> next) {
    return next.filter(it -> OURS.matcher(it).matches())
        .filter(it -> !it.startsWith(ConsolePaths.LOGIN) && !it.startsWith(ConsolePaths.PEOPLE))
        .orElse(Paths.CONSOLE);
  }
}
