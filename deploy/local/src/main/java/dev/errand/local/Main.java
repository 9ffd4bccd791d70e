package dev.errand.local;

import dev.errand.local.plan.CannotStart;
import dev.errand.simulator.SimulatorCommand;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The Java side of {@code ./errand}. */
@Command(
    name = "errand",
    description = "Runs Errand on one machine.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
public final class Main {
  private static final int REFUSED = 2;

  /** Ends the process with the command's exit code. */
  public static void main(String[] args) {
    Path home = Path.of(System.getProperty("errand.home", "")).toAbsolutePath();
    List<String> flags =
        List.of(System.getProperty("errand.service-flags", "").strip().split("\\s+"));
    Programs programs = Programs.built(home, flags.equals(List.of("")) ? List.of() : flags);
    System.exit(commandLine(programs, System.getenv(), home).execute(args));
  }

  static CommandLine commandLine(Programs programs, Map<String, String> environment, Path home) {
    CommandLine commands =
        new CommandLine(new Main())
            .addSubcommand(new DevCommand(programs, environment, home))
            .addSubcommand(new SimulatorCommand());
    commands
        .getSubcommands()
        .values()
        .forEach(command -> command.getCommandSpec().versionProvider(new Version()));
    return commands
        .setParameterExceptionHandler((e, _) -> complain(e, REFUSED))
        .setExecutionExceptionHandler(
            (e, _, _) -> complain(e, e instanceof CannotStart ? REFUSED : 1));
  }

  private static int complain(Exception e, int exitCode) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    System.err.println("errand: " + message);
    return exitCode;
  }
}
