package dev.errand.cli;

import dev.errand.cli.output.Screen;
import dev.errand.cli.service.ExitCode;
import dev.errand.cli.service.GlobalOptions;
import dev.errand.cli.settings.Environment;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command itself, with the options that every verb has. */
@Command(
    name = "errand",
    description = "Runs LLM calls as durable background jobs.",
    synopsisSubcommandLabel = "VERB",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all good",
      "1:unexpected, or rejected by the service",
      "2:wrong usage",
      "3:a job, or a row of a batch, ended without success",
      "4:the key is missing, or has not the right",
      "5:no such job or batch",
      "6:the job's state does not allow it",
      "7:the service can't be reached, or answers 503",
      "8:gave up waiting; the job goes on",
      "130:Ctrl-C; the job goes on"
    })
final class Errand extends GlobalOptions implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  Errand(Environment environment, Screen screen) {
    super(environment, screen);
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(screen().err());
    return ExitCode.WRONG_USAGE;
  }
}
