package dev.errand.cli.settings;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What surrounds the command: environment variables and the user's folders.
 *
 * @param home the user's home directory
 */
public record Environment(Map<String, String> variables, Path home) {

  private static final String NAME = "errand";

  public Environment {
    variables = Map.copyOf(variables);
  }

  /** The one of this process; {@code HOME} is where the user wants it, if it is set. */
  public static Environment ofProcess() {
    Map<String, String> variables = System.getenv();
    String home = variables.getOrDefault("HOME", System.getProperty("user.home"));
    return new Environment(variables, Path.of(home));
  }

  /** A variable; an empty one is as good as none. */
  public Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
  }

  /** The file with the profiles. */
  public Path configFile() {
    return folder("XDG_CONFIG_HOME", ".config").resolve("config.toml");
  }

  /** The folder that remembers what has been submitted. */
  public Path stateFolder() {
    return folder("XDG_STATE_HOME", ".local/state");
  }

  private Path folder(String variable, String otherwise) {
    return variable(variable).map(Path::of).orElse(home.resolve(otherwise)).resolve(NAME);
  }
}
