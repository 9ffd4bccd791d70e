package dev.errand.worker.target;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.SocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An HTTP proxy for calls: with CONNECT for {@code https} targets, and with the complete URL in the
 * request line for {@code http} ones, because proxies commonly allow CONNECT only to port 443.
 *
 * @param login its user and password, if it requires them
 */
record ForwardProxy(String host, int port, Optional<Login> login) {

  /** A user and a password, decoded. */
  record Login(String user, String password) {

    @Override
    public String toString() {
      return "Login[...]";
    }

    String basic() {
      byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
      return "Basic " + Base64.getEncoder().encodeToString(pair);
    }
  }

  private static final int DEFAULT_PORT = 80;
  private static final Pattern URL =
      Pattern.compile(
          "(?:(?<scheme>[A-Za-z][A-Za-z0-9+.-]*)://)?(?:(?<login>.*)@)?"
              + "(?<host>\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9_.-]+)(?::(?<port>\\d{1,5}))?/?");

  /**
   * Reads a setting, which may contain a password and is therefore never shown in a message.
   *
   * @param setting its key, for messages
   * @throws ConfigurationException if it is not an HTTP proxy
   */
  static ForwardProxy parse(String text, String setting) {
    Matcher url = URL.matcher(text.strip());
    if (!url.matches()) {
      throw invalid(setting, "percent-encode special characters of user and password");
    }
    String scheme = Optional.ofNullable(url.group("scheme")).orElse("http");
    if (!scheme.equalsIgnoreCase("http")) {
      throw invalid(setting, scheme + " proxies are not supported");
    }
    int port = Optional.ofNullable(url.group("port")).map(Integer::parseInt).orElse(DEFAULT_PORT);
    if (port < 1 || port > 65_535) {
      throw invalid(setting, "there is no port " + port);
    }
    String host = url.group("host").replaceAll("[\\[\\]]", "");
    return new ForwardProxy(
        host, port, Optional.ofNullable(url.group("login")).map(it -> login(it, setting)));
  }

  private static Login login(String text, String setting) {
    String[] parts = text.split(":", 2);
    return new Login(
        decoded(parts[0], setting), parts.length < 2 ? "" : decoded(parts[1], setting));
  }

  private static String decoded(String text, String setting) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw invalid(setting, "write a % in user or password as %25");
    }
  }

  private static ConfigurationException invalid(String setting, String why) {
    return new ConfigurationException(
        "%s must be like http://proxy:3128 or http://user:password@proxy:3128, or none: %s"
            .formatted(setting, why));
  }

  /** Its address, for messages. */
  String shown() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  /** The secrets that no message may show. */
  List<String> secrets() {
    return login.stream().flatMap(it -> Stream.of(it.password(), it.basic())).toList();
  }

  /**
   * Sends a request through the proxy.
   *
   * @param connectTimeout how long the proxy may take to connect
   */
  void take(RequestOptions request, Duration connectTimeout) {
    if (request.isSsl()) {
      request.setProxyOptions(options(connectTimeout));
    } else {
      // Not with Vert.x' own proxy options, which add a header to the shared request with each
      // call.
      request.setServer(SocketAddress.inetSocketAddress(port, host));
      request.setURI("http://" + authority(request) + request.getURI());
      login.ifPresent(it -> request.putHeader("Proxy-Authorization", it.basic()));
      // Tinyproxy closes the connection after each answer without announcing it: the next request
      // would be lost.
      request.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
  }

  /** As Vert.x takes it. */
  ProxyOptions options(Duration connectTimeout) {
    ProxyOptions options =
        new ProxyOptions().setHost(host).setPort(port).setConnectTimeout(connectTimeout);
    login.ifPresent(it -> options.setUsername(it.user()).setPassword(it.password()));
    return options;
  }

  private static String authority(RequestOptions request) {
    return request.getPort() == 80
        ? request.getHost()
        : request.getHost() + ":" + request.getPort();
  }

  @Override
  public String toString() {
    return "ForwardProxy[" + shown() + "]";
  }
}
