package dev.errand.cli.jobs;

import dev.errand.cli.output.Screen;
import dev.errand.cli.service.Connection;
import dev.errand.cli.service.ExitCode;
import dev.errand.cli.service.GlobalOptions;
import dev.errand.client.Job;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code errand wait}: waits for jobs to end. */
@Command(name = "wait", description = "Wait for jobs to end; print the id and the state of each.")
public final class WaitCommand implements Callable<Integer> {

  private final GlobalOptions options;

  @Parameters(paramLabel = "ID", arity = "1..*", description = "The jobs.")
  private List<UUID> ids = List.of();

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      description = "Give up after, such as 10m (default: never).")
  private Optional<Duration> wait = Optional.empty();

  public WaitCommand(GlobalOptions options) {
    this.options = options;
  }

  @Override
  public Integer call() {
    Screen screen = options.screen();
    Connection errand = options.connect();
    JobWaiter waiter = new JobWaiter(errand, wait);
    int code = ExitCode.OK;
    for (UUID id : ids) {
      Job job = waiter.await(id).job();
      screen.print(id + " " + JobText.state(job));
      job.error().ifPresent(why -> screen.say("  " + JobText.error(why)));
      code = Math.max(code, code(job));
    }
    return code;
  }

  /** The later code is the worse one. */
  private static int code(Job job) {
    if (!job.state().isFinal()) {
      return ExitCode.GAVE_UP;
    }
    return job.state() == Job.State.SUCCEEDED ? ExitCode.OK : ExitCode.NO_SUCCESS;
  }
}
