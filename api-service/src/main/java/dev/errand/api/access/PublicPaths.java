package dev.errand.api.access;

import dev.errand.api.http.Paths;
import java.util.stream.Stream;

/**
 * Paths without a caller: the API's description, if it is public, what pages are made of, and the
 * console, whose callers have no key in their headers: its sessions say who they are.
 */
final class PublicPaths {

  private PublicPaths() {}

  /**
   * Whether a request gets by without a key.
   *
   * @param path normalized, as the router sees it
   */
  static boolean contains(String path, boolean docs) {
    return Paths.isOfConsole(path)
        || isBelow(path, "/webjars/htmx.org", "/webjars/picocss__pico")
        || docs && isBelow(path, "/q/openapi", "/q/swagger-ui");
  }

  private static boolean isBelow(String path, String... tops) {
    return Stream.of(tops).anyMatch(top -> path.equals(top) || path.startsWith(top + "/"));
  }
}
