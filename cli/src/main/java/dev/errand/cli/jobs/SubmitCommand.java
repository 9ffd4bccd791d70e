package dev.errand.cli.jobs;

import dev.errand.cli.service.Connection;
import dev.errand.cli.service.ExitCode;
import dev.errand.cli.service.GlobalOptions;
import dev.errand.client.Submission;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code errand submit}: submits a job. */
@Command(name = "submit", description = "Submit a job and print its id.", sortOptions = false)
public final class SubmitCommand implements Callable<Integer> {

  static final String PENDING = "submissions";

  private final GlobalOptions options;
  private final InputStream in;

  @Mixin private JobOptions job = new JobOptions();

  public SubmitCommand(GlobalOptions options, InputStream in) {
    this.options = options;
    this.in = in;
  }

  @Override
  public Integer call() throws IOException {
    Submission submission = job.submission(in);
    Connection errand = options.connect();
    try (PendingKey key =
        PendingKey.take(
            options.environment().stateFolder().resolve(PENDING),
            errand.url(),
            submission.toString())) {
      options.screen().print(key.submit(errand, submission).id().toString());
      key.forget();
    }
    return ExitCode.OK;
  }
}
