package dev.errand.api.console.jobs;

import dev.errand.api.console.page.Formats;
import dev.errand.api.console.page.Moment;
import dev.errand.api.jobs.AttemptView;
import dev.errand.api.jobs.ErrorView;
import dev.errand.api.jobs.JobView;
import dev.errand.job.JobState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One job.
 *
 * @param error why it has no answer; empty if it has one, or has not ended
 * @param waiting why it has not started; empty if it has
 * @param until when that is over
 * @param lanePath the list of its lane's jobs
 * @param currency of costs; empty if no price is configured
 * @param facts names and values, without those of the client
 * @param json as the API shows it, without prompt and answer
 * @param content the prompt and the answer; empty unless they were asked for
 */
public record JobModel(
    UUID id,
    String state,
    String icon,
    String error,
    String waiting,
    Moment until,
    String lane,
    String lanePath,
    boolean cancellable,
    boolean retryable,
    boolean deletable,
    Timeline timeline,
    List<AttemptRow> attempts,
    String currency,
    List<Fact> facts,
    Map<String, String> metadata,
    String json,
    Content content) {

  /** A name and a value. */
  public record Fact(String name, String value) {}

  /**
   * What was submitted and answered.
   *
   * @param shown whether it was asked for
   */
  public record Content(boolean shown, String prompt, String answer, String text) {

    static final Content HIDDEN = new Content(false, "", "", "");
  }

  /** An attempt. */
  public record AttemptRow(
      int number,
      int life,
      String worker,
      Moment started,
      String ran,
      String outcome,
      String status,
      String error,
      String requestId,
      String tokens,
      String cost) {

    static AttemptRow of(AttemptView attempt) {
      return new AttemptRow(
          attempt.number(),
          attempt.life(),
          attempt.worker(),
          Moment.of(attempt.startedAt()),
          JobRow.between(attempt.startedAt(), attempt.endedAt()),
          attempt.outcome() == null ? "running" : attempt.outcome().text().replace('_', ' '),
          text(attempt.httpStatus()),
          attempt.error() == null ? "" : reason(attempt.error()),
          text(attempt.providerRequestId()),
          JobRow.tokens(attempt.usage()),
          attempt.cost() == null ? Formats.NONE : Formats.money(attempt.cost()));
    }
  }

  static JobModel of(
      JobView job, Timeline timeline, String currency, String json, Content content) {
    JobState state = job.state();
    var waiting = job.course().waiting();
    return new JobModel(
        job.id(),
        state.text(),
        Formats.icon(state),
        job.ending().error() == null ? "" : reason(job.ending().error()),
        waiting == null ? "" : waiting.reason().replace('_', ' ') + ": " + waiting.detail(),
        Moment.of(waiting == null ? null : waiting.until()),
        job.plan().lane(),
        JobQuery.of("lane", job.plan().lane()).path(),
        state.next().contains(JobState.CANCELLED),
        state.isFinal() && state.next().contains(JobState.QUEUED) && job.call().batch() == null,
        state.isFinal() && job.call().batch() == null,
        timeline,
        Objects.requireNonNullElse(job.attempts(), List.<AttemptView>of()).reversed().stream()
            .map(AttemptRow::of)
            .toList(),
        currency,
        facts(job),
        job.call().metadata(),
        json,
        content);
  }

  private static List<Fact> facts(JobView job) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Model", job.call().model()));
    facts.add(new Fact("Endpoint", job.call().endpoint().path()));
    facts.add(new Fact("Priority", String.valueOf(job.plan().priority())));
    facts.add(
        new Fact(
            "Attempts spent", job.course().attemptsSpent() + " of " + job.plan().maxAttempts()));
    facts.add(new Fact("Life", String.valueOf(job.course().life())));
    facts.add(new Fact("If its worker is lost", job.plan().onLost().text()));
    add(facts, "Position", job.course().position());
    add(facts, "Deadline", job.plan().deadline());
    add(facts, "Time limit of an attempt (s)", job.plan().timeoutSeconds());
    add(facts, "Throttled", job.course().throttles());
    add(facts, "Finish reason", job.course().finishReason());
    if (job.ending().usage() != null) {
      facts.add(new Fact("Tokens", JobRow.tokens(job.ending().usage())));
    }
    return facts;
  }

  private static void add(List<Fact> facts, String name, @Nullable Object value) {
    if (value != null) {
      facts.add(new Fact(name, value.toString()));
    }
  }

  static String reason(ErrorView error) {
    return error.message() == null ? error.type() : error.type() + ": " + error.message();
  }

  private static String text(@Nullable Object value) {
    return value == null ? Formats.NONE : value.toString();
  }
}
