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
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Does something to all jobs that match, by an operation of the service; waits for its end. */
final class FilteredAction {

  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final String PENDING = "operations";
  private static final String NEW =
      "Operation %s has begun. Ctrl-C leaves it running; the same command picks it up again.";
  private static final String OLD = "Operation %s was begun before, at %s; it is not done again.";

  private final GlobalOptions options;
  private final InputStream in;
  private final CtrlC interruption;

  FilteredAction(GlobalOptions options, InputStream in, CtrlC interruption) {
    this.options = options;
    this.in = in;
    this.interruption = interruption;
  }

  /**
   * What to do.
   *
   * @param verb such as {@code retry}
   * @param done what has happened to a job then
   */
  record Task(String verb, String done, Function<JobQuery, NewOperation> operation) {}

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
  int run(Task task, JobFilter filter, Consent consent) throws IOException {
    Connection errand = options.connect();
    NewOperation operation = task.operation().apply(filter.query());
    if (consent.dryRun) {
      return wouldDo(task, preview(errand, operation));
    }
    try (PendingOperation pending = pending(errand, task, filter)) {
      boolean old = pending.sent().isPresent();
      if (!old) {
        Operation.Preview preview = preview(errand, operation);
        if (preview.jobs() == 0) {
          return wouldDo(task, preview);
        }
        requireConsent(task, preview, consent);
        int jobs = consent.expected.orElse(preview.jobs());
        pending.plan(operation, jobs, consent.reason.orElse("errand " + task.verb()));
      }
      return follow(task, errand, begin(errand, pending, old), pending);
    }
  }

  private PendingOperation pending(Connection errand, Task task, JobFilter filter)
      throws IOException {
    Path folder = options.environment().stateFolder().resolve(PENDING);
    String command = task.operation().apply(JobQuery.all()) + " " + filter.typed();
    return PendingOperation.take(folder, errand, command, InstantSource.system());
  }

  private static Operation.Preview preview(Connection errand, NewOperation operation) {
    return errand.ask(client -> client.operations().preview(operation));
  }

  private int wouldDo(Task task, Operation.Preview preview) {
    options.screen().print("would %s %s".formatted(task.verb(), text(preview)));
    return ExitCode.OK;
  }

  private void requireConsent(Task task, Operation.Preview preview, Consent consent)
      throws IOException {
    if (preview.more() && consent.expected.isEmpty()) {
      throw new WrongUsageException(
          "more than %,d jobs match; say how many you mean with --expected N"
              .formatted(preview.jobs()));
    }
    if (!consent.yes && !agrees(task, preview)) {
      throw new WrongUsageException("nothing was done; answer y, or use --yes");
    }
  }

  private boolean agrees(Task task, Operation.Preview preview) throws IOException {
    options.screen().err().print("%s %s? [y/N] ".formatted(task.verb(), text(preview)));
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

  private Operation begin(Connection errand, PendingOperation pending, boolean old)
      throws IOException {
    interruption.says("The operation may have begun. The same command picks it up.");
    Operation begun = pending.begin(errand);
    options.screen().say((old ? OLD : NEW).formatted(begun.id(), begun.createdAt()));
    return begun;
  }

  private int follow(Task task, Connection errand, Operation begun, PendingOperation pending)
      throws IOException {
    Screen screen = options.screen();
    UUID id = begun.id();
    interruption.says(
        "Operation %s goes on. The same command picks it up; to stop it: errand operations stop %s"
            .formatted(id, id));
    Progress progress = new Progress(screen, InstantSource.system());
    Operation now = begun;
    while (now.state() == Operation.State.RUNNING) {
      progress.show("%d of %d %s".formatted(now.done(), now.jobs(), task.done()));
      Pauses.REAL.pause(PAUSE);
      now = errand.ask(client -> client.operations().get(id));
    }
    progress.end();
    pending.forget();
    interruption.saysNothing();
    screen.print("%d of %d %s".formatted(now.done(), now.jobs(), task.done()));
    return now.state() == Operation.State.COMPLETED ? ExitCode.OK : ExitCode.FAILED;
  }
}
