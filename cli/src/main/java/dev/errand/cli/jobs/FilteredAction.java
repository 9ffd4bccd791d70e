package dev.errand.cli.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.errand.cli.output.CtrlC;
import dev.errand.cli.output.Progress;
import dev.errand.cli.output.Screen;
import dev.errand.cli.service.Connection;
import dev.errand.cli.service.ExitCode;
import dev.errand.cli.service.GlobalOptions;
import dev.errand.cli.service.Pauses;
import dev.errand.cli.settings.WrongUsageException;
import dev.errand.client.JobQuery;
import dev.errand.client.NewOperation;
import dev.errand.client.Operation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Does something to all jobs that match, by an operation of the service; waits for its end. */
final class FilteredAction {

  private static final Duration PAUSE = Duration.ofMillis(500);

  private final GlobalOptions options;
  private final InputStream in;
  private final CtrlC interruption;
  private final Action action;

  FilteredAction(GlobalOptions options, InputStream in, CtrlC interruption, Action action) {
    this.options = options;
    this.in = in;
    this.interruption = interruption;
    this.action = action;
  }

  /** Whether the user has agreed. */
  static final class Consent {

    @Option(names = "--dry-run", description = "Only count the jobs.")
    private boolean dryRun;

    @Option(
        names = {"-y", "--yes"},
        description = "Don't ask.")
    private boolean yes;

    @Option(
        names = "--expected",
        paramLabel = "N",
        description = "How many jobs you mean; needed above 10,000.")
    private Optional<Integer> expected = Optional.empty();

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the audit log.")
    private Optional<String> reason = Optional.empty();
  }

  /** Returns the exit code, after the last job. */
  int run(JobQuery filter, Consent consent) throws IOException {
    Connection errand = options.connect();
    NewOperation operation = action.all(filter);
    Operation.Preview preview = errand.ask(client -> client.operations().preview(operation));
    if (consent.dryRun || preview.jobs() == 0) {
      options.screen().print("would %s %s".formatted(action.verb(), text(preview)));
      return ExitCode.OK;
    }
    int jobs = consent.expected.orElse(preview.jobs());
    if (preview.more() && consent.expected.isEmpty()) {
      throw new WrongUsageException(
          "more than %,d jobs match; say how many you mean with --expected N"
              .formatted(preview.jobs()));
    }
    if (!consent.yes && !agrees(preview)) {
      throw new WrongUsageException("nothing was done; answer y, or use --yes");
    }
    return follow(errand, create(errand, operation, jobs, consent));
  }

  private boolean agrees(Operation.Preview preview) throws IOException {
    options.screen().err().print("%s %s? [y/N] ".formatted(action.verb(), text(preview)));
    options.screen().err().flush();
    String answer = new BufferedReader(new InputStreamReader(in, UTF_8)).readLine();
    return answer != null && answer.strip().matches("(?i)y(es)?");
  }

  private static String text(Operation.Preview preview) {
    return "%d%s%s"
        .formatted(
            preview.jobs(),
            preview.more() ? " or more jobs" : preview.jobs() == 1 ? " job" : " jobs",
            preview.byState().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(state -> "%d %s".formatted(state.getValue(), state.getKey()))
                .collect(Collectors.joining(", ", " (", ")"))
                .replace(" ()", ""));
  }

  private Operation create(Connection errand, NewOperation operation, int jobs, Consent consent) {
    String key = "errand-cli-" + UUID.randomUUID();
    String reason = consent.reason.orElse("errand " + action.verb());
    return errand.ask(client -> client.operations().create(operation, jobs, reason, key));
  }

  private int follow(Connection errand, Operation begun) {
    Screen screen = options.screen();
    UUID id = begun.id();
    interruption.says(
        "Operation %s goes on; to stop it: errand operations stop %s".formatted(id, id));
    Progress progress = new Progress(screen, InstantSource.system());
    Operation now = begun;
    while (now.state() == Operation.State.RUNNING) {
      progress.show("%d of %d %s".formatted(now.done(), now.jobs(), action.done()));
      Pauses.REAL.pause(PAUSE);
      now = errand.ask(client -> client.operations().get(id));
    }
    progress.end();
    interruption.saysNothing();
    screen.print("%d of %d %s".formatted(now.done(), now.jobs(), action.done()));
    return now.state() == Operation.State.COMPLETED ? ExitCode.OK : ExitCode.FAILED;
  }
}
