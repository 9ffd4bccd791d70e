package dev.errand.cli.jobs;

import dev.errand.cli.output.CtrlC;
import dev.errand.cli.output.Screen;
import dev.errand.cli.service.Connection;
import dev.errand.cli.service.ExitCode;
import dev.errand.cli.service.GlobalOptions;
import dev.errand.client.Job;
import dev.errand.client.Submission;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code errand run}: submits a job, waits for it and prints the answer. */
@Command(
    name = "run",
    description = "Submit a job, wait for it, and print the answer's text.",
    sortOptions = false)
public final class RunCommand implements Callable<Integer> {

  private final GlobalOptions options;
  private final InputStream in;
  private final CtrlC interruption;

  @Mixin private JobOptions job = new JobOptions();

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      description = "Give up waiting after, such as 10m; the job goes on (default: never).")
  private Optional<Duration> wait = Optional.empty();

  public RunCommand(GlobalOptions options, InputStream in, CtrlC interruption) {
    this.options = options;
    this.in = in;
    this.interruption = interruption;
  }

  @Override
  public Integer call() throws IOException {
    Submission submission = job.submission(in);
    Connection errand = options.connect();
    try (PendingKey key =
        PendingKey.take(
            options.environment().stateFolder().resolve(SubmitCommand.PENDING),
            errand.url(),
            submission.toString())) {
      UUID id = key.submit(errand, submission).id();
      if (key.isOld()) {
        options.screen().say("Job " + id + " was submitted before; waiting for it.");
      }
      interruption.says("Job %s goes on: errand wait %s".formatted(id, id));
      Job ended = new JobWaiter(errand, wait).await(id).job();
      interruption.saysNothing();
      int code = print(options.screen(), ended);
      if (code != ExitCode.GAVE_UP) {
        key.forget();
      }
      return code;
    }
  }

  private static int print(Screen screen, Job job) {
    if (!job.state().isFinal()) {
      screen.complain("job %s is %s and goes on".formatted(job.id(), JobText.state(job)));
      return ExitCode.GAVE_UP;
    }
    Optional<String> answer = JobText.answer(job);
    answer.ifPresentOrElse(screen::print, () -> screen.complain(JobText.failure(job)));
    return answer.isPresent() ? ExitCode.OK : ExitCode.NO_SUCCESS;
  }
}
