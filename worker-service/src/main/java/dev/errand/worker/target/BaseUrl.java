package dev.errand.worker.target;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.QueryStringEncoder;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.net.IDN;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A provider's base URL.
 *
 * @param path without a trailing slash
 * @param query as it is sent, with its question mark; empty if there is none
 * @param user the user and the password in it, separated by a colon; empty if there are none
 */
public record BaseUrl(
    boolean secure, String host, int port, String path, String query, Optional<String> user) {

  /** Accepts more hosts than {@link URI}: Docker's names contain underscores. */
  private static final Pattern AUTHORITY =
      Pattern.compile("(?:(.*)@)?(\\[[0-9A-Fa-f:.%]+]|[^\\[\\]:@/?#]+)(?::(\\d{1,5})?)?");

  private static final int MOST_PORT = 65_535;

  /**
   * Reads the setting.
   *
   * @param setting its key, for messages
   * @throws ConfigurationException if it is not such a URL
   */
  static BaseUrl parse(URI url, String setting) {
    boolean secure = "https".equalsIgnoreCase(url.getScheme());
    String authority = url.getRawAuthority() == null ? "" : url.getRawAuthority();
    Matcher parts = AUTHORITY.matcher(authority);
    boolean isUrl = parts.matches() && (secure || "http".equalsIgnoreCase(url.getScheme()));
    int port =
        !isUrl || parts.group(3) == null ? secure ? 443 : 80 : Integer.parseInt(parts.group(3));
    if (!isUrl || port > MOST_PORT) {
      throw invalid(url, setting);
    }
    return new BaseUrl(
        secure,
        host(parts.group(2), url, setting),
        port,
        url.getRawPath().replaceFirst("/+$", ""),
        url.getRawQuery() == null ? "" : "?" + url.getRawQuery(),
        Optional.ofNullable(parts.group(1)).map(BaseUrl::decoded));
  }

  /** The URL without user and password. */
  public static String shown(URI url) {
    return url.toString().replaceFirst("//.*@", "//");
  }

  /** Without the brackets of an IPv6 address; international names in their DNS form. */
  private static String host(String written, URI url, String setting) {
    if (written.startsWith("[")) {
      return written.substring(1, written.length() - 1);
    }
    try {
      return IDN.toASCII(written);
    } catch (IllegalArgumentException e) {
      throw invalid(url, setting);
    }
  }

  private static ConfigurationException invalid(URI url, String setting) {
    return new ConfigurationException(
        "%s is %s, but must be like https://host/v1".formatted(setting, shown(url)));
  }

  /** A plus sign is literal: this is not a form. */
  private static String decoded(String user) {
    return URLDecoder.decode(user.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /**
   * The same URL with additional query parameters. A dot in a name stands for a dash, because names
   * of variables have no dashes.
   *
   * @param prefix the settings' common prefix, with its dot, for messages
   * @throws ConfigurationException if the query already contains one of them
   */
  BaseUrl with(Map<String, String> parameters, String prefix) {
    Map<String, ?> own = new QueryStringDecoder(query).parameters();
    QueryStringEncoder added = new QueryStringEncoder("");
    parameters.forEach(
        (key, value) -> {
          String name = key.replace('.', '-');
          if (own.containsKey(name)) {
            throw new ConfigurationException(
                "%s%s: base-url has this query parameter already; keep one".formatted(prefix, key));
          }
          added.addParam(name, value);
        });
    return new BaseUrl(secure, host, port, path, joined(query, added.toString()), user);
  }

  /** Both begin with a question mark, or are empty. */
  private static String joined(String query, String more) {
    return query.isEmpty() || more.isEmpty() ? query + more : query + "&" + more.substring(1);
  }

  /** The path and the query of one endpoint. */
  String uri(String operation) {
    return path + "/" + operation + query;
  }
}
