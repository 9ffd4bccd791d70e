package dev.errand.api.jobs;

import dev.errand.api.http.Paths;
import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.ProblemType;
import dev.errand.api.wait.JobWaiter;
import dev.errand.api.waiting.WaitingJobs;
import dev.errand.store.read.JobDetails;
import dev.errand.store.read.JobQueries;
import dev.errand.store.read.JobVersion;
import dev.errand.store.read.VersionQueries;
import dev.errand.tenant.Caller;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.Response.Status;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

/**
 * Responds with one job: immediately, or once the job or the wait has ended. Called on virtual
 * threads; a waiting request holds none.
 */
@ApplicationScoped
public class JobAnswers {

  private final JobQueries jobs;
  private final VersionQueries versions;
  private final JobWaiter waiter;
  private final WaitingJobs reasons;
  private final ExecutorService threads;
  private final Clock clock;

  @Inject
  JobAnswers(
      JobQueries jobs,
      VersionQueries versions,
      JobWaiter waiter,
      WaitingJobs reasons,
      @VirtualThreads ExecutorService threads,
      Clock clock) {
    this.jobs = jobs;
    this.versions = versions;
    this.waiter = waiter;
    this.reasons = reasons;
    this.threads = threads;
    this.clock = clock;
  }

  /** All data of a job; throws a problem if it does not exist. */
  public JobDetails details(Caller caller, UUID id) {
    return jobs.details(caller, id).orElseThrow(() -> unknown(id));
  }

  /** A job as clients see it; throws a problem if it does not exist. */
  public JobView view(Caller caller, UUID id) {
    JobDetails details = details(caller, id);
    return JobViews.detailed(details, reasons.single(caller, details));
  }

  /** The job as just read. */
  ResponseBuilder show(Caller caller, Status status, JobDetails details) {
    JobVersion version = JobVersions.of(details.summary().job());
    JobView view = JobViews.detailed(details, reasons.single(caller, details));
    return JobVersions.describe(Response.status(status).entity(view), version, clock);
  }

  /** The job, or 304 if the client already has it. */
  Uni<Response> get(Caller caller, UUID id, Optional<Duration> wait, IfNoneMatch known) {
    return wait.map(atMost -> waited(caller, id, atMost, () -> unlessKnown(caller, id, known)))
        .orElseGet(() -> Uni.createFrom().item(unlessKnown(caller, id, known).build()));
  }

  /** The newly submitted job, after a wait: 200 if it has ended, otherwise 202. */
  Uni<Response> submitted(Caller caller, UUID id, Duration wait) {
    return waited(caller, id, wait, () -> accepted(caller, details(caller, id)));
  }

  private ResponseBuilder accepted(Caller caller, JobDetails details) {
    boolean ended = details.summary().job().state().isFinal();
    return show(caller, ended ? Status.OK : Status.ACCEPTED, details)
        .header(HttpHeaders.LOCATION, location(details.summary().job().id()));
  }

  private Uni<Response> waited(
      Caller caller, UUID id, Duration atMost, Supplier<ResponseBuilder> answer) {
    String applied = "wait=" + atMost.toSeconds();
    Supplier<Response> response = () -> answer.get().header(Preferences.APPLIED, applied).build();
    if (atMost.isZero() || version(caller, id).state().isFinal()) {
      return Uni.createFrom().item(response.get());
    }
    return Uni.createFrom()
        .completionStage(() -> waiter.ended(id, atMost))
        .emitOn(threads)
        .map(nothing -> response.get());
  }

  private ResponseBuilder unlessKnown(Caller caller, UUID id, IfNoneMatch known) {
    if (known.isPresent()) {
      JobVersion version = version(caller, id);
      if (known.has(JobVersions.tag(version))) {
        return JobVersions.describe(Response.notModified(), version, clock);
      }
    }
    return show(caller, Status.OK, details(caller, id));
  }

  private JobVersion version(Caller caller, UUID id) {
    return versions.version(caller, id).orElseThrow(() -> unknown(id));
  }

  /**
   * The path of a job: relative, because a service does not know the host name that its clients
   * use.
   */
  static String location(UUID id) {
    return Paths.JOBS + "/" + id;
  }

  /** The job does not exist, or no longer exists. */
  public static ProblemException unknown(UUID id) {
    return new ProblemException(
        ProblemType.NOT_FOUND, "no job has the id %s, or it was deleted".formatted(id));
  }
}
