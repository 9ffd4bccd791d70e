package dev.errand.cli;

import dev.errand.cli.batch.BatchCommand;
import dev.errand.cli.batch.BatchesCommand;
import dev.errand.cli.jobs.Action;
import dev.errand.cli.jobs.ActionCommand;
import dev.errand.cli.jobs.CountCommand;
import dev.errand.cli.jobs.FailuresCommand;
import dev.errand.cli.jobs.GetCommand;
import dev.errand.cli.jobs.ListCommand;
import dev.errand.cli.jobs.LogCommand;
import dev.errand.cli.jobs.OperationsCommand;
import dev.errand.cli.jobs.ReprioritiseCommand;
import dev.errand.cli.jobs.ResultsCommand;
import dev.errand.cli.jobs.RunCommand;
import dev.errand.cli.jobs.SubmitCommand;
import dev.errand.cli.jobs.WaitCommand;
import dev.errand.cli.jobs.WatchCommand;
import dev.errand.cli.keys.KeysCommand;
import dev.errand.cli.lanes.LanesCommand;
import dev.errand.cli.lanes.WorkersCommand;
import dev.errand.cli.output.CtrlC;
import dev.errand.cli.output.Durations;
import dev.errand.cli.output.OutputClosedException;
import dev.errand.cli.output.Screen;
import dev.errand.cli.service.ExitCode;
import dev.errand.cli.service.Explanation;
import dev.errand.cli.settings.Environment;
import dev.errand.cli.settings.WrongUsageException;
import dev.errand.cli.usage.UsageCommand;
import dev.errand.client.NoAnswerException;
import dev.errand.client.ProblemException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** Starts the command {@code errand}. */
public final class Main {

  private Main() {}

  /** Ends the process with the exit code of the verb. */
  public static void main(String[] args) {
    System.exit(commandLine(Environment.ofProcess(), Screen.ofProcess(), System.in).execute(args));
  }

  static CommandLine commandLine(Environment environment, Screen screen, InputStream in) {
    CommandLine commands = verbs(new Errand(environment, screen), screen, in);
    complete(commands);
    return commands
        .setOut(new PrintWriter(screen.out(), true))
        .setErr(new PrintWriter(screen.err(), true))
        .registerConverter(Duration.class, Durations::parse)
        .registerConverter(UUID.class, Main::id)
        .registerConverter(Instant.class, text -> Durations.time(text, InstantSource.system()))
        .setCaseInsensitiveEnumValuesAllowed(true)
        // A prompt may begin with @.
        .setExpandAtFiles(false)
        .setParameterExceptionHandler((e, arguments) -> wrongUsage(screen, e))
        .setExecutionExceptionHandler((e, command, parsed) -> failed(screen, e));
  }

  private static UUID id(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException noId) {
      throw new TypeConversionException(
          "'%s' is not an id such as 01a22288-e336-7014-b2fb-a62ea5f220d7".formatted(text));
    }
  }

  private static CommandLine verbs(Errand errand, Screen screen, InputStream in) {
    CtrlC interruption = new CtrlC(screen);
    CommandLine commands = new CommandLine(errand);
    jobs(commands, errand, in, interruption);
    return commands
        .addSubcommand(new BatchCommand(errand, interruption))
        .addSubcommand(new BatchesCommand(errand))
        .addSubcommand(new LanesCommand(errand, interruption))
        .addSubcommand(new WorkersCommand(errand))
        .addSubcommand(new UsageCommand(errand))
        .addSubcommand(new KeysCommand(errand))
        .addSubcommand(new ConfigCommand(errand, in))
        .addSubcommand(new DoctorCommand(errand))
        .addSubcommand(new OpenCommand(errand))
        .addSubcommand(new CompletionCommand(screen))
        .addSubcommand(new VersionCommand(screen));
  }

  private static void jobs(
      CommandLine commands, Errand errand, InputStream in, CtrlC interruption) {
    commands
        .addSubcommand(new RunCommand(errand, in, interruption))
        .addSubcommand(new SubmitCommand(errand, in))
        .addSubcommand(new GetCommand(errand))
        .addSubcommand(new WaitCommand(errand))
        .addSubcommand(new WatchCommand(errand, interruption))
        .addSubcommand(new ListCommand(errand))
        .addSubcommand(new ResultsCommand(errand))
        .addSubcommand(new CountCommand(errand))
        .addSubcommand(new FailuresCommand(errand))
        .addSubcommand(new LogCommand(errand));
    for (Action action : Action.values()) {
      commands.addSubcommand(action.verb(), ActionCommand.of(action, errand, in, interruption));
    }
    commands
        .addSubcommand(new ReprioritiseCommand(errand, in, interruption))
        .addSubcommand(new OperationsCommand(errand));
  }

  /**
   * Every verb, and each of its own ones, has help and the version. Those that are methods declare
   * their help: picocli would mistake options that are added later for the method's arguments.
   */
  private static void complete(CommandLine command) {
    CommandSpec spec = command.getCommandSpec().versionProvider(new Version());
    if (!spec.mixinStandardHelpOptions()) {
      spec.mixinStandardHelpOptions(true);
    }
    command.getSubcommands().values().forEach(Main::complete);
  }

  private static int wrongUsage(Screen screen, ParameterException e) {
    screen.complain(String.valueOf(e.getMessage()));
    screen.err().println("See " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help.");
    return ExitCode.WRONG_USAGE;
  }

  private static int failed(Screen screen, Exception failure) {
    return switch (failure) {
      case WrongUsageException wrong -> complain(screen, wrong.getMessage(), ExitCode.WRONG_USAGE);
      case ProblemException problem ->
          complain(screen, Explanation.of(problem), ExitCode.of(problem));
      case NoAnswerException none -> complain(screen, Explanation.of(none), ExitCode.NOT_REACHABLE);
      // Such as head, which has seen enough.
      case OutputClosedException closed -> ExitCode.OK;
      default -> complain(screen, failure.toString(), ExitCode.FAILED);
    };
  }

  private static int complain(Screen screen, @Nullable String message, int code) {
    screen.complain(String.valueOf(message));
    return code;
  }
}
