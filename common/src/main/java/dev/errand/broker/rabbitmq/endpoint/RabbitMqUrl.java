package dev.errand.broker.rabbitmq.endpoint;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A parsed URL of RabbitMQ: {@code amqp[s]://user:password@host:port/virtual-host}, with one host
 * or the nodes of a cluster, separated by commas.
 *
 * <p>Not {@link java.net.URI}: it treats a URL whose host it cannot parse as one without a host,
 * and clients then connect to localhost.
 */
public record RabbitMqUrl(
    boolean secure, String user, String password, List<Node> nodes, String virtualHost) {

  private static final Pattern SCHEME = Pattern.compile("(?i)(amqps?)://(.*)", Pattern.DOTALL);
  private static final Pattern LITERAL = Pattern.compile("\\[([^]]*)](?::(.*))?");
  private static final Pattern NAME = Pattern.compile("([A-Za-z0-9._-]+)(?::(.*))?");
  private static final Pattern BAD_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");
  private static final String FORM = "amqp://user:password@host:5672/virtual-host";
  private static final String GUEST = "guest";

  /** The decoder's replacement for bytes that it cannot decode. */
  private static final char REPLACEMENT = '\uFFFD';

  /** One node: a host name or address, without brackets, and a port. */
  public record Node(String host, int port) {
    @Override
    public String toString() {
      return (host.contains(":") ? "[%s]:%d" : "%s:%d").formatted(host, port);
    }
  }

  public RabbitMqUrl {
    nodes = List.copyOf(nodes);
  }

  /**
   * Parses a URL.
   *
   * @throws IllegalArgumentException if it is invalid; the message is meant to follow the setting's
   *     name, says what to change, and repeats no part of the URL, which contains a password
   */
  public static RabbitMqUrl parse(String text) {
    Matcher matcher = SCHEME.matcher(text.strip());
    require(matcher.matches(), "must begin with amqp:// or amqps://, as in " + FORM);
    String rest = matcher.group(2);
    refuseForbidden(rest);
    refuseAmbiguous(rest);
    boolean secure = matcher.group(1).equalsIgnoreCase("amqps");
    int slash = rest.indexOf('/');
    String authority = slash < 0 ? rest : rest.substring(0, slash);
    int at = authority.indexOf('@');
    Login login = at < 0 ? new Login(GUEST, GUEST) : Login.of(authority.substring(0, at));
    return new RabbitMqUrl(
        secure,
        login.user(),
        login.password(),
        nodes(authority.substring(at + 1), secure),
        virtualHost(slash < 0 ? "" : rest.substring(slash + 1)));
  }

  private static void refuseForbidden(String rest) {
    require(
        rest.codePoints().noneMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c)),
        "contains white space: remove it, or write a blank as %20");
    require(
        rest.indexOf('#') < 0, "contains a #: write it as %23 in a user, password or virtual host");
    require(
        !rest.contains("://"),
        "contains a second URL: write one, whose hosts are separated by commas, as in"
            + " amqp://user:password@host1:5672,host2:5672/virtual-host");
  }

  /** Ambiguous URLs are rejected: a wrong guess might reveal a password. */
  private static void refuseAmbiguous(String rest) {
    int lastAt = rest.lastIndexOf('@');
    int slash = rest.indexOf('/');
    require(
        slash < 0 || slash > lastAt,
        "contains an @ after a /: write / as %2F in a user or password, and @ as %40 in a virtual"
            + " host; several hosts are separated by commas and share one user and virtual host");
    require(
        rest.indexOf('?') < 0,
        "contains a ?: write it as %3F in a user, password or virtual host; parameters are not"
            + " supported");
    require(
        rest.indexOf('@') == lastAt,
        "contains more than one @: write it as %40 in a user or password, and the user only once,"
            + " before the first host");
  }

  private static List<Node> nodes(String hosts, boolean secure) {
    require(!hosts.isEmpty(), "has no host: write it as in " + FORM);
    return Arrays.stream(hosts.split(",", -1)).map(host -> node(host, secure)).distinct().toList();
  }

  private static Node node(String text, boolean secure) {
    Matcher literal = LITERAL.matcher(text);
    if (literal.matches()) {
      return new Node(address(literal.group(1)), port(literal.group(2), secure));
    }
    require(
        text.chars().filter(c -> c == ':').count() <= 1,
        "has a host with several colons: write an IPv6 address in brackets, as in"
            + " amqp://user:password@[::1]:5672/virtual-host");
    require(
        !text.isEmpty() && text.charAt(0) != ':',
        "has an empty host: write host:port, several separated by commas");
    Matcher name = NAME.matcher(text);
    require(
        name.matches(),
        "has an invalid host name: write " + FORM + ", several hosts separated by commas");
    return new Node(name.group(1), port(name.group(2), secure));
  }

  private static String address(String literal) {
    String address = decoded(literal);
    try {
      if (InetAddress.ofLiteral(address.replaceFirst("%.*", "")) instanceof Inet6Address) {
        return address;
      }
    } catch (IllegalArgumentException _) {
      // Rejected below, without quoting the URL.
    }
    throw new IllegalArgumentException(
        "has brackets around something other than an IPv6 address: write one as in [::1]:5672,"
            + " and host names without brackets");
  }

  private static int port(String text, boolean secure) {
    if (text == null) {
      return secure ? 5671 : 5672;
    }
    require(
        text.matches("0*[1-9][0-9]{0,4}") && Integer.parseInt(text) <= 65_535,
        "has a port that is no number from 1 to 65535: write it as in " + FORM);
    return Integer.parseInt(text);
  }

  /** Virtual hosts always have a name; the default one is called /. */
  private static String virtualHost(String path) {
    if (path.isEmpty() || path.equals("/")) {
      return "/";
    }
    require(
        path.indexOf('/') < 0,
        "contains a / in its virtual host: write it as %2F; the default virtual host / is %2F, or"
            + " nothing");
    return decoded(path);
  }

  private static String decoded(String text) {
    require(
        !BAD_ESCAPE.matcher(text).find(),
        "contains a % without two hexadecimal digits: write % as %25");
    String decoded = URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    require(
        decoded.indexOf(REPLACEMENT) < 0,
        "contains % escapes that are not UTF-8: encode the characters as UTF-8");
    return decoded;
  }

  private static void require(boolean met, String otherwise) {
    if (!met) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /** The nodes alone: the URL without login and virtual host. */
  public String shown() {
    return nodes.stream().map(Node::toString).collect(Collectors.joining(","));
  }

  @Override
  public String toString() {
    return (secure ? "amqps://" : "amqp://") + shown();
  }

  /** The part before the @. */
  private record Login(String user, String password) {
    static Login of(String text) {
      int colon = text.indexOf(':');
      require(colon >= 0, "has a user but no password: write it as in " + FORM);
      require(colon > 0, "has no user before its password: write it as in " + FORM);
      return new Login(decoded(text.substring(0, colon)), decoded(text.substring(colon + 1)));
    }
  }
}
