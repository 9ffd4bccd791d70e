package dev.errand.api.submit;

import dev.errand.api.config.ApiConfig;
import dev.errand.api.config.ApiConfig.SubmitConfig;
import dev.errand.api.hints.HintQueue;
import dev.errand.broker.Hint;
import dev.errand.database.Coalescer;
import dev.errand.database.Coalescer.Limits;
import dev.errand.database.DatabaseException;
import dev.errand.database.DatabaseTimeouts;
import dev.errand.database.DatabaseTrouble;
import dev.errand.database.DatabaseWatch;
import dev.errand.job.JobId;
import dev.errand.job.JobState;
import dev.errand.store.Acceptance;
import dev.errand.store.Acceptance.Accepted;
import dev.errand.store.NewJob;
import dev.errand.store.SubmitStore;
import dev.errand.store.batch.BatchPlans;
import dev.errand.store.batch.BatchPlans.Planned;
import dev.errand.store.batch.BatchPlans.Turn;
import dev.errand.store.batch.NewLine;
import dev.errand.telemetry.LogLine;
import dev.errand.telemetry.Tracing;
import dev.errand.tenant.Caller;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Commits jobs, many per commit, and then sends their hints. Uploads have a separate writer, so
 * that no single submission waits behind them.
 */
@ApplicationScoped
public class Submitter {

  /** The unit of the uploads' window, and the minimum that a line counts. */
  private static final int PLACE = 16 * 1024;

  private static final Logger LOG = Logger.getLogger(Submitter.class);

  private final SubmitStore store;
  private final BatchPlans plans;
  private final HintQueue hints;
  private final SubmitMeters submitted;
  private final Clock clock;
  private final DatabaseWatch database;
  private final Tracing tracing;
  private final Duration patience;
  private final Coalescer<NewJob, Acceptance> single;
  private final Coalescer<NewJob, Acceptance> bulk;
  private final int places;
  private final Semaphore window;

  /** Whether the last commit of uploads failed; used only by their writer. */
  private boolean uploadsFail;

  @Inject
  public Submitter(
      SubmitStore store,
      BatchPlans plans,
      HintQueue hints,
      ApiConfig config,
      DatabaseTimeouts timeouts,
      DatabaseWatch database,
      Tracing tracing,
      MeterRegistry meters,
      Clock clock) {
    this.store = store;
    this.plans = plans;
    this.hints = hints;
    this.submitted = new SubmitMeters(meters);
    this.clock = clock;
    this.database = database;
    this.tracing = tracing;
    this.patience = timeouts.caller();
    this.places = (int) Math.max(1, config.bulk().window().asLongValue() / PLACE);
    this.window = new Semaphore(places, true);
    this.single = writer("submit", limits(config.submit()), this::accept);
    this.bulk = writer("submit-bulk", unbounded(config.submit()), this::acceptLines);
  }

  /**
   * Commits a job.
   *
   * @throws dev.errand.database.OverloadedException if too much is waiting; nothing was stored
   * @throws dev.errand.database.DatabaseException if Postgres rejects it or does not confirm it in
   *     time
   */
  public Acceptance submit(Caller caller, Submission submission) {
    UUID id = JobId.next(clock);
    SubmitSpan span = SubmitSpan.begin(tracing, id, caller, submission.call());
    return span.around(() -> single.write(submission.job(id, caller, span.context()), patience));
  }

  /**
   * Commits a job of an upload. Waits until the window has room for it, not for the commit.
   *
   * @return its result; fails like {@link #submit}, but never because too much is waiting
   */
  public CompletableFuture<Acceptance> submitWhenThereIsRoom(Caller caller, Submission submission)
      throws InterruptedException {
    UUID id = JobId.next(clock);
    SubmitSpan span = SubmitSpan.beginLine(tracing, id, caller, submission.call());
    NewJob job = submission.job(id, caller, span.context());
    int size = (int) Math.min(places, 1 + job.bytes() / PLACE);
    window.acquire(size);
    return bulk.submit(job)
        .whenComplete(
            (fate, failure) -> {
              window.release(size);
              span.ended(fate, failure);
            });
  }

  /**
   * Commits the next lines of a batch as jobs, in the caller's thread.
   *
   * @return false if it was not, or is no more, the turn of these lines; nothing was stored
   * @throws DatabaseException if Postgres rejects it or does not confirm it in time
   */
  public boolean plan(Caller caller, Turn turn, List<BatchLine> lines) {
    List<NewLine> jobs = lines.stream().map(line -> line(caller, line)).toList();
    List<Planned> planned = plans.plan(turn, jobs, lines.getLast().end());
    if (planned.isEmpty()) {
      return false;
    }
    lines.stream()
        .filter(line -> line.fault().isEmpty())
        .map(line -> line.submission().call())
        .forEach(call -> submitted.count(call.lane(), call.endpoint()));
    Set<UUID> queued =
        planned.stream()
            .filter(job -> job.state() == JobState.QUEUED)
            .map(Planned::id)
            .collect(Collectors.toSet());
    hints.publish(
        jobs.stream()
            .map(NewLine::job)
            .filter(job -> queued.contains(job.id()))
            .map(Submitter::hint)
            .toList());
    return true;
  }

  private NewLine line(Caller caller, BatchLine line) {
    UUID id = JobId.next(clock);
    SubmitSpan span = SubmitSpan.beginLine(tracing, id, caller, line.submission().call());
    span.ended();
    NewJob job = line.submission().job(id, caller, span.context());
    return new NewLine(job, line.number(), line.customId(), line.fault().orElse(null));
  }

  private static Hint hint(NewJob job) {
    return new Hint(job.lane(), job.id(), 1, job.request().trace());
  }

  @PreDestroy
  void close() {
    single.close();
    bulk.close();
  }

  private static Coalescer<NewJob, Acceptance> writer(
      String name, Limits limits, Function<List<NewJob>, List<Acceptance>> write) {
    return new Coalescer<>(name, limits, NewJob::bytes, write);
  }

  private static Limits limits(SubmitConfig config) {
    return new Limits(
        config.batchJobs(),
        config.batchBytes().asLongValue(),
        config.queueJobs(),
        config.queueBytes().asLongValue());
  }

  /** The window bounds the waiting jobs. */
  private static Limits unbounded(SubmitConfig config) {
    return new Limits(
        config.batchJobs(), config.batchBytes().asLongValue(), Integer.MAX_VALUE, Long.MAX_VALUE);
  }

  /**
   * Does not try if the last commit failed and the database is still unavailable, because uploads
   * are long.
   */
  private List<Acceptance> acceptLines(List<NewJob> jobs) {
    if (uploadsFail && !database.isUsable()) {
      throw new DatabaseException(
          DatabaseTrouble.UNREACHABLE, "the database cannot be used: " + database.state());
    }
    uploadsFail = true;
    try {
      List<Acceptance> fates = accept(jobs);
      uploadsFail = false;
      return fates;
    } catch (DatabaseException e) {
      uploadsFail = !e.isAboutTheValues();
      throw e;
    }
  }

  private List<Acceptance> accept(List<NewJob> jobs) {
    List<Acceptance> fates = store(jobs);
    List<Hint> runnable = new ArrayList<>();
    for (int i = 0; i < jobs.size(); i++) {
      if (fates.get(i) instanceof Accepted accepted) {
        NewJob job = jobs.get(i);
        submitted.count(job.lane(), job.request().endpoint());
        if (accepted.state() == JobState.QUEUED) {
          runnable.add(hint(job));
        }
      }
    }
    hints.publish(runnable);
    return fates;
  }

  private List<Acceptance> store(List<NewJob> jobs) {
    try {
      return store.accept(jobs);
    } catch (DatabaseException e) {
      if (e.isUnstorable()) {
        LOG.debug(
            LogLine.event("submit_refused")
                .with("jobs", jobs.size())
                .with("error", e.getMessage()));
        throw e;
      }
      LOG.warn(
          LogLine.event("submit_failed")
              .with("jobs", jobs.size())
              .with("error", e.getMessage())
              .next("clients get 503 and Retry-After"));
      throw e;
    }
  }
}
