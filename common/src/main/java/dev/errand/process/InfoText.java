package dev.errand.process;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** What the service's program prints for {@code --help} and {@code --version}. */
final class InfoText {

  private static final Set<String> HELP = Set.of("-h", "--help");
  private static final Set<String> VERSION = Set.of("-V", "--version");
  private static final String USAGE =
      """
      %s: runs one service in the foreground until SIGTERM or Ctrl-C.

      Usage: java [-DSETTING=VALUE ...] -jar quarkus-run.jar [health | --help | --version]

        health       exit with 0 if the service on this machine is ready, otherwise with 1
        -h, --help   show this help
        -V, --version  show the version

      Settings are also environment variables: errand.broker is ERRAND_BROKER. A database is required:
      ERRAND_DATABASE_URL, ERRAND_DATABASE_USERNAME, ERRAND_DATABASE_PASSWORD. All settings are in
      docs/reference/configuration.md.\
      """;

  private InfoText() {}

  /** The text that the arguments ask for; empty if they ask for none. */
  static Optional<String> requestedBy(String... args) {
    if (Stream.of(args).anyMatch(HELP::contains)) {
      return Optional.of(USAGE.formatted(program()));
    }
    return Stream.of(args).anyMatch(VERSION::contains) ? Optional.of(program()) : Optional.empty();
  }

  private static String program() {
    Config config = ConfigProvider.getConfig();
    return value(config, "name") + " " + value(config, "version");
  }

  private static String value(Config config, String what) {
    return config.getValue("quarkus.application." + what, String.class);
  }
}
