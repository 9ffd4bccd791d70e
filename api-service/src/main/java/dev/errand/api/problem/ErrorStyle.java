package dev.errand.api.problem;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How errors are written. The path alone decides: what OpenAI's clients send as {@code Accept} says
 * nothing about what they can read.
 */
public enum ErrorStyle {
  /** A {@link Problem}, on Errand's own paths. */
  PROBLEM,
  /** A page, on the console's paths. */
  PAGE,
  /** An {@link ErrorEnvelope}, on every other path below {@code /v1}, also where nothing is. */
  ENVELOPE;

  private static final String API = "/v1/";
  private static final String CONSOLE = "/ui";

  /** The first part of Errand's own paths; empty for {@code /v1/} itself. */
  private static final Set<String> OWN =
      Set.of(
          "",
          "jobs",
          "failures",
          "usage",
          "operations",
          "lanes",
          "workers",
          "keys",
          "tenants",
          "audit");

  /** The style of a path as sent. */
  public static ErrorStyle at(@Nullable String path) {
    if (path != null && (path.equals(CONSOLE) || path.startsWith(CONSOLE + "/"))) {
      return PAGE;
    }
    return path == null || !path.startsWith(API) || OWN.contains(firstPart(path))
        ? PROBLEM
        : ENVELOPE;
  }

  private static String firstPart(String path) {
    int end = API.length();
    while (end < path.length() && path.charAt(end) != '/' && path.charAt(end) != ';') {
      end++;
    }
    return path.substring(API.length(), end);
  }
}
