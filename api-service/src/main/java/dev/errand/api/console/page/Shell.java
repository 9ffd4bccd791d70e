package dev.errand.api.console.page;

import java.util.List;

/**
 * The frame of a page.
 *
 * @param theme light, dark or auto
 * @param csrf the token of its forms
 * @param live whether parts of it are renewed
 */
public record Shell(
    String title,
    List<Tab> tabs,
    Visitor visitor,
    String theme,
    String csrf,
    String version,
    boolean live) {

  /** A link of the navigation. */
  public record Tab(String title, String path, String key, boolean current) {}

  /** The same for a page whose parts are not renewed. */
  public Shell still() {
    return new Shell(title, tabs, visitor, theme, csrf, version, false);
  }

  /** What the switch leads to. */
  public String nextTheme() {
    return switch (theme) {
      case "auto" -> "dark";
      case "dark" -> "light";
      default -> "auto";
    };
  }
}
