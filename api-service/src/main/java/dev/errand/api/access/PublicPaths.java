package dev.errand.api.access;

import java.util.Set;
import java.util.stream.Stream;

/** Paths that need no key. */
final class PublicPaths {

  private static final Set<String> HEALTH = Set.of("/q/health", "/q/metrics");
  private static final Set<String> DOCS = Set.of("/q/openapi", "/q/swagger-ui");

  private PublicPaths() {}

  /**
   * Whether a path needs no key.
   *
   * @param path normalized, as the router sees it
   * @param docs whether the API's description is public
   */
  static boolean contains(String path, boolean docs) {
    return Stream.concat(HEALTH.stream(), docs ? DOCS.stream() : Stream.empty())
        .anyMatch(known -> path.equals(known) || path.startsWith(known + "/"));
  }
}
