package dev.errand.worker.target;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.QueryStringEncoder;
import java.net.URI;
import java.util.Map;

/**
 * Where a provider's operations are.
 *
 * @param path without a slash at its end
 * @param query as it is sent, with its question mark; empty where there is none
 */
public record BaseUrl(boolean secure, String host, int port, String path, String query) {

  /**
   * Reads the setting.
   *
   * @param setting its key, for messages
   * @throws IllegalArgumentException where it is no such URL
   */
  static BaseUrl parse(URI url, String setting) {
    boolean secure = "https".equalsIgnoreCase(url.getScheme());
    if (url.getHost() == null || !secure && !"http".equalsIgnoreCase(url.getScheme())) {
      throw new IllegalArgumentException(
          "%s is %s, but must be like https://host/v1".formatted(setting, url));
    }
    return new BaseUrl(
        secure,
        url.getHost(),
        url.getPort() >= 0 ? url.getPort() : secure ? 443 : 80,
        url.getRawPath().replaceFirst("/+$", ""),
        url.getRawQuery() == null ? "" : "?" + url.getRawQuery());
  }

  /**
   * The same with further parameters in its query. A dot in a name stands for a dash: names of
   * variables have no dashes.
   *
   * @param prefix the settings' common beginning, with its dot, for messages
   * @throws IllegalArgumentException where the query has one of them already
   */
  BaseUrl with(Map<String, String> parameters, String prefix) {
    Map<String, ?> own = new QueryStringDecoder(query).parameters();
    QueryStringEncoder added = new QueryStringEncoder("");
    parameters.forEach(
        (key, value) -> {
          String name = key.replace('.', '-');
          if (own.containsKey(name)) {
            throw new IllegalArgumentException(
                "%s%s: base-url has this query parameter already; keep one".formatted(prefix, key));
          }
          added.addParam(name, value);
        });
    return new BaseUrl(secure, host, port, path, joined(query, added.toString()));
  }

  /** Both begin with a question mark, or are empty. */
  private static String joined(String query, String more) {
    return query.isEmpty() || more.isEmpty() ? query + more : query + "&" + more.substring(1);
  }

  /** The path and the query of one operation. */
  String uri(String operation) {
    return path + "/" + operation + query;
  }
}
