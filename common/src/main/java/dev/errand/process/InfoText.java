package dev.errand.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What the service's program prints for {@code --help} and {@code --version}. */
final class InfoText {

  private static final Set<String> HELP = Set.of("-h", "--help");
  private static final Set<String> VERSION = Set.of("-V", "--version");
  private static final String USAGE =
      """
      Usage: java [-DSETTING=VALUE ...] -jar quarkus-run.jar [health | --help | --version]

      Runs one service of %s in the foreground until Ctrl-C or SIGTERM.

        health         exit with 0 if the service on this machine is ready, otherwise with 1
        -h, --help     show this help
        -V, --version  show the version

      Settings are also environment variables: errand.broker is ERRAND_BROKER. A database is required:
      ERRAND_DATABASE_URL, ERRAND_DATABASE_USERNAME, ERRAND_DATABASE_PASSWORD. All settings are in
      docs/reference/configuration.md.\
      """;

  private InfoText() {}

  /** The text that the arguments ask for; empty if they ask for none. */
  static Optional<String> requestedBy(String... args) {
    if (Stream.of(args).anyMatch(HELP::contains)) {
      return Optional.of(USAGE.formatted(version()));
    }
    return Stream.of(args).anyMatch(VERSION::contains) ? Optional.of(version()) : Optional.empty();
  }

  /** Not from the configuration, which is there only once the service starts. */
  private static String version() {
    try (InputStream in = InfoText.class.getResourceAsStream("version")) {
      return "errand " + new String(Objects.requireNonNull(in).readAllBytes(), UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
