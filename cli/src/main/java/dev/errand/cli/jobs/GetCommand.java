package dev.errand.cli.jobs;

import dev.errand.cli.output.ListOptions;
import dev.errand.cli.output.Listing;
import dev.errand.cli.output.Screen;
import dev.errand.cli.service.ExitCode;
import dev.errand.cli.service.GlobalOptions;
import dev.errand.client.JobAnswer;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code errand get}: a job, or its answer. */
@Command(name = "get", description = "Show a job, or print its answer.", sortOptions = false)
public final class GetCommand implements Callable<Integer> {

  private final GlobalOptions options;

  @Parameters(paramLabel = "ID", description = "The job.")
  private UUID id = new UUID(0, 0);

  @ArgGroup private @Nullable Part part;

  @Mixin private ListOptions format = new ListOptions();

  /** What is printed instead of the job. */
  static final class Part {

    @Option(names = "--text", description = "Print the answer's text.")
    private boolean text;

    @Option(names = "--result", description = "Print the answer as the provider sent it.")
    private boolean result;

    @Option(names = "--request", description = "Print what was submitted; this is recorded.")
    private boolean request;
  }

  public GetCommand(GlobalOptions options) {
    this.options = options;
  }

  @Override
  public Integer call() {
    Screen screen = options.screen();
    Listing listing = new Listing(screen, format, JobColumns.ALL, JobColumns.USUAL, "id");
    if (part != null && part.request) {
      screen.print(options.connect().ask(client -> client.request(id)));
      return ExitCode.OK;
    }
    JobAnswer job = options.connect().ask(client -> client.poll(id, Duration.ZERO));
    if (part != null) {
      return print(screen, job, part);
    }
    listing.one(job.json());
    return ExitCode.OK;
  }

  private static int print(Screen screen, JobAnswer answer, Part part) {
    return (part.text ? JobText.answer(answer.job()) : answer.job().result().map(Object::toString))
        .map(
            text -> {
              screen.print(text);
              return ExitCode.OK;
            })
        .orElseGet(
            () -> {
              screen.complain(
                  answer.job().state().isFinal()
                      ? JobText.failure(answer.job())
                      : "job %s is %s".formatted(answer.job().id(), JobText.state(answer.job())));
              return answer.job().state().isFinal() ? ExitCode.NO_SUCCESS : ExitCode.WRONG_STATE;
            });
  }
}
