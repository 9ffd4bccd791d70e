package dev.errand.cli.settings;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * The service to call, and the key for it.
 *
 * @param key empty for a service that asks for none
 */
public record Target(URI url, Optional<String> key) {

  private static final String URL_VARIABLE = "ERRAND_URL";
  private static final String KEY_VARIABLE = "ERRAND_API_KEY";
  private static final String LOCAL = "http://127.0.0.1:8080";
  private static final Set<String> SCHEMES = Set.of("http", "https");

  /** What was typed, each of which may be left out. */
  public record Typed(Optional<String> url, Optional<Path> keyFile, Optional<String> profile) {}

  /**
   * Options come before variables, and variables before the profile. A profile's key is sent to the
   * profile's service only, so that another URL does not receive it by mistake.
   *
   * @throws WrongUsageException if it is no URL, there is no such profile, or no such file
   */
  public static Target of(Typed typed, Environment environment) {
    ConfigFile file = ConfigFile.read(environment.configFile());
    String profile = profile(typed, environment, file);
    Optional<String> configured = file.setting(profile, ConfigFile.URL);
    String url =
        typed.url().or(() -> environment.variable(URL_VARIABLE)).or(() -> configured).orElse(LOCAL);
    Optional<String> key =
        typed
            .keyFile()
            .map(Target::read)
            .or(() -> environment.variable(KEY_VARIABLE))
            .or(() -> url.equals(configured.orElse(LOCAL)) ? key(file, profile) : Optional.empty());
    return new Target(parse(url), key);
  }

  private static String profile(Typed typed, Environment environment, ConfigFile file) {
    Optional<String> asked = typed.profile().or(() -> environment.variable("ERRAND_PROFILE"));
    if (asked.isPresent() && !file.profiles().contains(asked.get())) {
      throw new WrongUsageException(
          "there is no profile %s; there are: %s"
              .formatted(asked.get(), String.join(", ", file.profiles())));
    }
    return asked.orElseGet(file::selected);
  }

  private static Optional<String> key(ConfigFile file, String profile) {
    return file.setting(profile, ConfigFile.KEY)
        .or(() -> file.setting(profile, ConfigFile.KEY_FILE).map(Path::of).map(Target::read));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new WrongUsageException("can't read the key in %s: %s".formatted(file, e));
    }
  }

  private static URI parse(String url) {
    try {
      URI uri = new URI(url);
      boolean root = uri.getPath() == null || uri.getPath().matches("/?");
      if (uri.getHost() != null && root && SCHEMES.contains(String.valueOf(uri.getScheme()))) {
        return uri;
      }
    } catch (URISyntaxException e) {
      throw new WrongUsageException("not a URL: %s: %s".formatted(url, e.getReason()));
    }
    throw new WrongUsageException(
        "not the URL of a service: %s; it should be like %s, without a path".formatted(url, LOCAL));
  }

  /** Without the key: this may end up in a message. */
  @Override
  public String toString() {
    return url.toString();
  }
}
