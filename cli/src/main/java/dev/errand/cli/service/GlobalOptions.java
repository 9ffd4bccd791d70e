package dev.errand.cli.service;

import dev.errand.cli.output.Screen;
import dev.errand.cli.settings.Environment;
import dev.errand.cli.settings.Target;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every verb has. */
public abstract class GlobalOptions {

  private final Environment environment;
  private final Screen screen;

  @Option(
      names = "--url",
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      description = "The service (ERRAND_URL; default: http://127.0.0.1:8080).")
  private Optional<String> url = Optional.empty();

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "A file with the API key. Or set ERRAND_API_KEY.")
  private Optional<Path> keyFile = Optional.empty();

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description = "A profile of config.toml (ERRAND_PROFILE); see errand config.")
  private Optional<String> profile = Optional.empty();

  @Option(
      names = {"-q", "--quiet"},
      scope = ScopeType.INHERIT,
      description = "Print data and errors only.")
  private boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "Print each request to the standard error.")
  private boolean verbose;

  protected GlobalOptions(Environment environment, Screen screen) {
    this.environment = environment;
    this.screen = screen;
  }

  /** What surrounds the command. */
  public Environment environment() {
    return environment;
  }

  /** Where to write. */
  public Screen screen() {
    return screen.quietly(quiet);
  }

  /** The profile that was asked for. */
  public Optional<String> profile() {
    return profile;
  }

  /** The service to call. */
  public Connection connect() {
    return Connection.to(
        Target.of(new Target.Typed(url, keyFile, profile), environment),
        line -> {
          if (verbose) {
            screen.err().println(line);
          }
        });
  }
}
