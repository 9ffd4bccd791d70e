package dev.errand.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.errand.cli.output.Screen;
import dev.errand.cli.service.ExitCode;
import dev.errand.cli.service.GlobalOptions;
import dev.errand.cli.settings.ConfigFile;
import dev.errand.cli.settings.WrongUsageException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code errand config}: profiles with the address of a service and its key. */
@Command(name = "config", description = "Set up profiles: the service's URL and the key for it.")
final class ConfigCommand implements Runnable {

  private final GlobalOptions options;
  private final InputStream in;

  @Spec private CommandSpec spec = CommandSpec.create();

  ConfigCommand(GlobalOptions options, InputStream in) {
    this.options = options;
    this.in = in;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what: set, get, list or use");
  }

  @Command(
      name = "set",
      mixinStandardHelpOptions = true,
      description = "Set url, key_file or key; a key is read from the standard input.")
  int set(
      @Parameters(paramLabel = "NAME", description = "url, key_file or key.") String name,
      @Parameters(paramLabel = "VALUE", arity = "0..1", description = "Not for key.")
          Optional<String> value)
      throws IOException {
    known(name);
    ConfigFile file = file();
    file.set(profile(file), name, name.equals(ConfigFile.KEY) ? key(value) : value(name, value));
    return ExitCode.OK;
  }

  /** Others can see a command line, and a shell keeps it. */
  private String key(Optional<String> typed) throws IOException {
    if (typed.isPresent()) {
      throw new WrongUsageException(
          "a key must not be on the command line; use: errand config set key < FILE");
    }
    String key = new String(in.readAllBytes(), UTF_8).strip();
    if (key.isEmpty()) {
      throw new WrongUsageException("there is no key on the standard input");
    }
    return key;
  }

  private static String value(String name, Optional<String> typed) {
    return typed.orElseThrow(() -> new WrongUsageException("%s needs a value".formatted(name)));
  }

  @Command(
      name = "get",
      mixinStandardHelpOptions = true,
      description = "Print a setting of the profile.")
  int get(@Parameters(paramLabel = "NAME", description = "url, key_file or key.") String name) {
    known(name);
    ConfigFile file = file();
    Optional<String> value = file.setting(profile(file), name);
    value.ifPresent(options.screen()::print);
    return value.isPresent() ? ExitCode.OK : ExitCode.FAILED;
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "List the profiles; the one in use has a star.")
  int list() {
    Screen screen = options.screen();
    ConfigFile file = file();
    for (String profile : file.profiles()) {
      String star = profile.equals(profile(file)) ? "* " : "  ";
      screen.print(
          star + profile + "  " + file.setting(profile, ConfigFile.URL).orElse("without a URL"));
    }
    return ExitCode.OK;
  }

  @Command(
      name = "use",
      mixinStandardHelpOptions = true,
      description = "Use a profile from now on.")
  int use(@Parameters(paramLabel = "PROFILE", description = "Its name.") String profile) {
    ConfigFile file = file();
    if (!file.profiles().contains(profile)) {
      throw new WrongUsageException(
          "there is no profile %s; create it: errand config set url URL --profile %s"
              .formatted(profile, profile));
    }
    file.select(profile);
    return ExitCode.OK;
  }

  private ConfigFile file() {
    return ConfigFile.read(options.environment().configFile());
  }

  private String profile(ConfigFile file) {
    return options.profile().orElseGet(file::selected);
  }

  private static void known(String name) {
    if (!ConfigFile.SETTINGS.contains(name)) {
      throw new WrongUsageException(
          "there is no setting %s; there are: %s"
              .formatted(name, String.join(", ", ConfigFile.SETTINGS)));
    }
  }
}
