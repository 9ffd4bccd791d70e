package dev.errand.api.access;

import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.ProblemType;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a service without keys serves: programs on the same machine. A page in a browser there could
 * otherwise use it too, by another name of this address (DNS rebinding) or from another origin.
 */
final class OpenAccess {

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final Pattern HOST = Pattern.compile("(\\[[^]]*]|[^:]*)(?::[0-9]*)?");

  private OpenAccess() {}

  /** Whether a service may be open if it listens there. */
  static boolean isLoopback(String host) {
    return host.equals("::1") || LOOPBACK.contains(host);
  }

  /**
   * Rejects what no program on the same machine sends.
   *
   * @throws ProblemException if the request's Host or Origin is another one
   */
  static void check(HttpServerRequest request) {
    String host = request.getHeader(HttpHeaders.HOST);
    if (host != null && !isLocal(host)) {
      throw foreign("Host", host);
    }
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    if (origin != null && !origin.equals("http://" + host) && !origin.equals("https://" + host)) {
      throw foreign("Origin", origin);
    }
  }

  private static boolean isLocal(String host) {
    Matcher form = HOST.matcher(host);
    return form.matches() && LOOPBACK.contains(form.group(1).toLowerCase(Locale.ROOT));
  }

  private static ProblemException foreign(String header, @Nullable String value) {
    return new ProblemException(
        ProblemType.FOREIGN_ORIGIN,
        "without keys (errand.access=open), only programs on the same machine are served, not %s %s"
            .formatted(header, value));
  }
}
