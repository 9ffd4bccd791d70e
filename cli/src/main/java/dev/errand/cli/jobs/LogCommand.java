package dev.errand.cli.jobs;

import dev.errand.cli.output.Durations;
import dev.errand.cli.output.Screen;
import dev.errand.cli.service.Connection;
import dev.errand.cli.service.ExitCode;
import dev.errand.cli.service.GlobalOptions;
import dev.errand.cli.service.Pauses;
import dev.errand.client.Job;
import dev.errand.client.Job.Attempt;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code errand log}: what has happened to a job. */
@Command(name = "log", description = "Show what has happened to a job, attempt by attempt.")
public final class LogCommand implements Callable<Integer> {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT)
          .withZone(ZoneId.systemDefault());
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final GlobalOptions options;

  @Parameters(paramLabel = "ID", description = "The job.")
  private UUID id = new UUID(0, 0);

  @Option(names = "--follow", description = "Go on until the job has ended.")
  private boolean follow;

  public LogCommand(GlobalOptions options) {
    this.options = options;
  }

  @Override
  public Integer call() {
    Screen screen = options.screen();
    Connection errand = options.connect();
    Set<String> printed = new LinkedHashSet<>();
    while (true) {
      Job job = errand.ask(client -> client.job(id));
      lines(job).stream().filter(printed::add).forEach(screen::print);
      if (!follow || job.state().isFinal()) {
        return ExitCode.OK;
      }
      Pauses.REAL.pause(PAUSE);
    }
  }

  private static Set<String> lines(Job job) {
    Set<String> lines = new LinkedHashSet<>();
    lines.add(line(job.createdAt(), "accepted for lane " + job.lane()));
    for (Attempt attempt : job.attempts()) {
      String name = "attempt " + attempt.number();
      lines.add(line(attempt.startedAt(), name + " by " + attempt.worker()));
      attempt.endedAt().ifPresent(end -> lines.add(line(end, name + " " + outcome(attempt))));
    }
    job.endedAt().ifPresent(end -> lines.add(line(end, ending(job))));
    return lines;
  }

  private static String outcome(Attempt attempt) {
    String took =
        attempt.durationMs().isPresent()
            ? " after " + Durations.text(Duration.ofMillis(attempt.durationMs().getAsLong()))
            : "";
    String outcome =
        attempt.outcome().map(it -> it.name().toLowerCase(Locale.ROOT)).orElse("ended");
    return outcome.replace('_', ' ')
        + took
        + attempt.error().map(why -> ": " + JobText.error(why)).orElse("")
        + attempt.providerRequestId().map(request -> " (" + request + ")").orElse("");
  }

  private static String ending(Job job) {
    Optional<String> why = job.error().map(JobText::error);
    return JobText.state(job) + why.map(text -> ": " + text).orElse("");
  }

  private static String line(Instant time, String text) {
    return TIME.format(time) + "  " + text.replaceAll("\\p{Cntrl}", " ");
  }
}
