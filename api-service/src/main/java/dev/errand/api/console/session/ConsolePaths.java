package dev.errand.api.console.session;

import dev.errand.api.http.Paths;
import java.util.Set;

/** The console's paths that have no caller. */
final class ConsolePaths {

  static final String LOGIN = Paths.CONSOLE + "/login";

  /** Cookies of the sign-in of people count below it. */
  static final String PEOPLE = Paths.CONSOLE + "/oidc";

  /** Below {@link #PEOPLE}. */
  static final String START = "/login";

  /** Below {@link #PEOPLE}. */
  static final String CALLBACK = "/callback";

  private static final String ASSETS = Paths.CONSOLE + "/assets/";
  private static final Set<String> SIGN_IN = Set.of(LOGIN, PEOPLE + START, PEOPLE + CALLBACK);

  private ConsolePaths() {}

  /** Whether it is a script, a style or an image; normalized. */
  static boolean isAsset(String path) {
    return path.startsWith(ASSETS);
  }

  /** Whether a normalized path needs somebody who is signed in. */
  static boolean needCaller(String path) {
    return Paths.isOfConsole(path) && !isAsset(path) && !SIGN_IN.contains(path);
  }
}
