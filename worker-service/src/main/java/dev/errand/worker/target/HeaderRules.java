package dev.errand.worker.target;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Locale;
import java.util.Set;

/** The rules for names and values of configured headers. */
final class HeaderRules {

  private static final String TOKEN = "[!#$%&'*+^_`|~0-9A-Za-z-]+";

  /** Headers that frame the request or belong to the connection are set by the client. */
  private static final Set<String> RESERVED =
      Set.of(
          "host",
          "content-length",
          "transfer-encoding",
          "connection",
          "keep-alive",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "upgrade",
          "expect",
          "accept-encoding");

  private HeaderRules() {}

  /**
   * Checks a name.
   *
   * @param setting its key, for messages
   * @throws ConfigurationException if it is not a valid name, or must not be configured
   */
  static void requireName(String name, String setting) {
    if (!name.matches(TOKEN)) {
      throw new ConfigurationException(
          "%s: %s is not a valid header name".formatted(setting, name));
    }
    if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
      throw new ConfigurationException(
          "%s: Errand sets the header %s itself; remove this setting".formatted(setting, name));
    }
  }

  /**
   * Checks a value: printable ASCII. It may be a secret, so the message names only its setting.
   *
   * @throws ConfigurationException if it has a line break, for example
   */
  static void requireValue(String value, String setting) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || c > '~') {
        throw new ConfigurationException(
            "%s can't be sent in a header: character %d is %s; use printable ASCII only"
                .formatted(setting, i + 1, described(c)));
      }
    }
  }

  private static String described(char c) {
    return switch (c) {
      case '\r', '\n' -> "a line break";
      case '\t' -> "a tab";
      default -> c < ' ' || c == 0x7f ? "a control character" : "not ASCII";
    };
  }
}
