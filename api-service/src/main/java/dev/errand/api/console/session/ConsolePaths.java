package dev.errand.api.console.session;

import dev.errand.api.http.Paths;

/** The console's paths that have no caller. */
final class ConsolePaths {

  static final String LOGIN = Paths.CONSOLE + "/login";
  private static final String ASSETS = Paths.CONSOLE + "/assets/";

  private ConsolePaths() {}

  /** Whether it is a script, a style or an image; normalized. */
  static boolean isAsset(String path) {
    return path.startsWith(ASSETS);
  }

  /** Whether a normalized path needs somebody who is signed in. */
  static boolean needCaller(String path) {
    return Paths.isOfConsole(path) && !isAsset(path) && !path.equals(LOGIN);
  }
}
