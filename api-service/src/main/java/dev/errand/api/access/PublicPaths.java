package dev.errand.api.access;

import java.util.stream.Stream;

/** Paths that may be public: the API's description. */
final class PublicPaths {

  private PublicPaths() {}

  /**
   * Whether a path may be public.
   *
   * @param path normalized, as the router sees it
   */
  static boolean contains(String path) {
    return Stream.of("/q/openapi", "/q/swagger-ui")
        .anyMatch(known -> path.equals(known) || path.startsWith(known + "/"));
  }
}
