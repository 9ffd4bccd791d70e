package dev.errand.cli.jobs;

import dev.errand.cli.jobs.FilteredAction.Consent;
import dev.errand.cli.jobs.FilteredAction.Task;
import dev.errand.cli.output.CtrlC;
import dev.errand.cli.service.GlobalOptions;
import dev.errand.cli.settings.WrongUsageException;
import dev.errand.client.NewOperation;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code errand reprioritise}: has jobs run earlier or later. */
@Command(
    name = "reprioritise",
    description = "Give jobs that have not started another priority.",
    sortOptions = false)
public final class ReprioritiseCommand implements Callable<Integer> {

  private final FilteredAction all;

  @Option(
      names = "--priority",
      required = true,
      paramLabel = "N",
      description = "-100 to 100; higher runs first.")
  private int priority;

  @Mixin private JobFilter filter = new JobFilter();

  @ArgGroup(exclusive = false)
  private Consent consent = new Consent();

  public ReprioritiseCommand(GlobalOptions options, InputStream in, CtrlC interruption) {
    this.all = new FilteredAction(options, in, interruption);
  }

  @Override
  public Integer call() throws IOException {
    if (filter.isEmpty()) {
      throw new WrongUsageException("say which jobs, by a filter such as --lane gpt");
    }
    Task task =
        new Task(
            "reprioritise",
            "now with priority " + priority,
            query -> NewOperation.reprioritise(query, priority));
    return all.run(task, filter, consent);
  }
}
