package dev.errand.api.testing;

import static org.awaitility.Awaitility.await;

import dev.errand.job.Endpoint;
import dev.errand.job.Failure;
import dev.errand.job.JobId;
import dev.errand.job.JobState;
import dev.errand.job.Outcome;
import dev.errand.job.Usage;
import dev.errand.store.AttemptEnd;
import dev.errand.store.AttemptEnd.Call;
import dev.errand.store.ClaimedJob;
import dev.errand.store.ClosureStore;
import dev.errand.store.DispatchStore;
import dev.errand.store.JobStore;
import dev.errand.store.LeaseStore;
import dev.errand.store.NewJob;
import dev.errand.store.SubmitStore;
import dev.errand.store.read.VersionQueries;
import dev.errand.tenant.Caller;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Jobs in every state, created with the store as the services do it. */
@Singleton
public class StoredJobs {

  public static final String WORKER = "worker-7";
  public static final Duration LEASE = Duration.ofMinutes(5);
  public static final String ANSWER =
      "{\"choices\": [{\"message\": {\"role\": \"assistant\", \"content\": \"Paris\"}}]}";
  public static final Call CALL = new Call(200, "req_1", new Usage(12L, 34L, 46L));
  public static final Failure FAILURE = new Failure(Failure.Type.PROVIDER_ERROR, "no such model");

  private static final AtomicInteger LANES = new AtomicInteger();

  @Inject SubmitStore submissions;
  public @Inject LeaseStore leases;
  public @Inject ClosureStore closures;
  public @Inject JobStore jobs;
  @Inject DispatchStore dispatch;
  @Inject VersionQueries versions;
  @Inject Clock clock;

  /** A lane that no other test uses. */
  public static String freshLane() {
    return "lane-" + LANES.incrementAndGet();
  }

  public static NewJob.Plan plan(int priority, Duration delay, Instant deadline) {
    return new NewJob.Plan(priority, null, delay, deadline, 5, null);
  }

  public static NewJob.Request request(String model, String metadata) {
    byte[] body = "{\"model\": \"m\"}".getBytes(StandardCharsets.UTF_8);
    return new NewJob.Request(Endpoint.CHAT_COMPLETIONS, model, metadata, body);
  }

  public NewJob job(String lane, NewJob.Plan plan, NewJob.Request request) {
    return new NewJob(JobId.next(clock), "default", lane, plan, request, Optional.empty());
  }

  public UUID accept(NewJob job) {
    submissions.accept(List.of(job));
    return job.id();
  }

  /** Accepts this many jobs in one batch. */
  public void accept(String lane, int count) {
    Supplier<NewJob> job = () -> job(lane, plan(0, null, null), request("gpt-test", null));
    submissions.accept(Stream.generate(job).limit(count).toList());
  }

  public UUID queued(String lane) {
    return accept(job(lane, plan(0, null, null), request("gpt-test", null)));
  }

  public UUID scheduled(String lane, Duration delay) {
    return accept(job(lane, plan(0, delay, null), request("gpt-test", null)));
  }

  public ClaimedJob claim(String lane) {
    return leases.claim(WORKER, LEASE, Map.of(lane, 1), Long.MAX_VALUE).getFirst();
  }

  /** A running job in a lane of its own. */
  public ClaimedJob running() {
    String lane = freshLane();
    queued(lane);
    return claim(lane);
  }

  public void end(AttemptEnd end) {
    leases.end(WORKER, List.of(end));
  }

  public void succeed(ClaimedJob job, String answer) {
    end(AttemptEnd.succeeded(job.lease(), answer.getBytes(StandardCharsets.UTF_8), CALL));
  }

  /** Ends it with an answer that has this finish reason. */
  public void succeedBecause(ClaimedJob job, String finishReason) {
    Call call = new Call(200, "req_1", Usage.UNKNOWN).finished(finishReason);
    end(AttemptEnd.succeeded(job.lease(), ANSWER.getBytes(StandardCharsets.UTF_8), call));
  }

  public void fail(ClaimedJob job) {
    Call call = new Call(404, "req_2", Usage.UNKNOWN);
    end(AttemptEnd.failed(job.lease(), Outcome.FAILED, FAILURE, call));
  }

  /** A job whose deadline passed. */
  public UUID expired() {
    Instant deadline = clock.instant().minusSeconds(60);
    UUID id = accept(job(freshLane(), plan(0, null, deadline), request("gpt-test", null)));
    dispatch.expire(1000);
    await().until(() -> is(id, JobState.EXPIRED));
    return id;
  }

  /** Waits for a scheduled job to be queued; the service's own dispatcher may be first. */
  public void promote(UUID id) {
    await()
        .until(
            () -> {
              dispatch.promoteDue(1000);
              return is(id, JobState.QUEUED);
            });
  }

  private boolean is(UUID id, JobState state) {
    return versions.version(Caller.open(), id).orElseThrow().state() == state;
  }

  public UUID cancelled() {
    UUID id = queued(freshLane());
    jobs.cancel(Caller.open(), id);
    return id;
  }

  /** A job in this state, alone in its lane. */
  public UUID in(JobState state) {
    return switch (state) {
      case SCHEDULED -> scheduled(freshLane(), Duration.ofHours(1));
      case QUEUED -> queued(freshLane());
      case RUNNING -> running().lease().job();
      case SUCCEEDED -> {
        ClaimedJob job = running();
        succeed(job, ANSWER);
        yield job.lease().job();
      }
      case FAILED -> {
        ClaimedJob job = running();
        fail(job);
        yield job.lease().job();
      }
      case CANCELLED -> cancelled();
      case EXPIRED -> expired();
    };
  }
}
