package dev.errand.worker.http;

import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.Optional;

/** Decides whether an answer redirects the call to another path of the same server. */
final class Redirect {

  /** Maximum number of redirects for one call. */
  static final int MOST = 3;

  private Redirect() {}

  /** The request to make instead; empty if the answer is not a redirect that may be followed. */
  static Optional<RequestOptions> of(RequestOptions asked, HttpClientResponse answer) {
    String location = answer.getHeader(HttpHeaders.LOCATION);
    boolean keepsMethod = answer.statusCode() == 307 || answer.statusCode() == 308;
    if (!keepsMethod || location == null) {
      return Optional.empty();
    }
    try {
      URI from = URI.create(origin(asked) + asked.getURI());
      URI to = from.resolve(location);
      return isSameOrigin(from, to)
          ? Optional.of(new RequestOptions(asked).setURI(pathAndQuery(to)))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      // Not a URI: shown to the user unchanged.
      return Optional.empty();
    }
  }

  private static String origin(RequestOptions asked) {
    String scheme = asked.isSsl() ? "https" : "http";
    String host = asked.getHost().contains(":") ? "[" + asked.getHost() + "]" : asked.getHost();
    return "%s://%s:%d".formatted(scheme, host, asked.getPort());
  }

  /** Compares the text of the authority, because URI does not accept a host with an underscore. */
  private static boolean isSameOrigin(URI from, URI to) {
    return from.getScheme().equalsIgnoreCase(to.getScheme())
        && to.getRawAuthority() != null
        && withPort(to).equalsIgnoreCase(from.getRawAuthority());
  }

  private static String withPort(URI url) {
    String authority = url.getRawAuthority();
    return authority.matches(".*:\\d+")
        ? authority
        : authority + ("https".equalsIgnoreCase(url.getScheme()) ? ":443" : ":80");
  }

  private static String pathAndQuery(URI url) {
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
  }
}
