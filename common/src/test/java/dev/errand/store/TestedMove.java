package dev.errand.store;

import static dev.errand.job.JobState.CANCELLED;
import static dev.errand.job.JobState.EXPIRED;
import static dev.errand.job.JobState.FAILED;
import static dev.errand.job.JobState.QUEUED;
import static dev.errand.job.JobState.RUNNING;
import static dev.errand.job.JobState.SCHEDULED;
import static dev.errand.job.JobState.SUCCEEDED;

import dev.errand.job.Failure;
import dev.errand.job.JobState;
import dev.errand.job.Outcome;
import dev.errand.store.AttemptEnd.Call;
import dev.errand.tenant.Caller;
import dev.errand.testing.StoreFixture;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** Every move of the stores, with its intended effect. */
enum TestedMove {
  CANCEL("JobStore.cancel", Optional.of(CANCELLED), SCHEDULED, QUEUED, RUNNING) {
    @Override
    void make(StoreFixture store, UUID id) {
      store.jobs.cancel(Caller.open(), id);
    }
  },
  RETRY("JobStore.retry", Optional.of(QUEUED), FAILED, CANCELLED, EXPIRED) {
    @Override
    void make(StoreFixture store, UUID id) {
      store.jobs.retry(Caller.open(), id);
    }
  },
  DELETE("JobStore.delete", Optional.empty(), SUCCEEDED, FAILED, CANCELLED, EXPIRED) {
    @Override
    void make(StoreFixture store, UUID id) {
      store.jobs.delete(Caller.open(), "10.1.2.3", id);
    }
  },
  CLAIM("LeaseStore.claim", Optional.of(RUNNING), QUEUED) {
    @Override
    void make(StoreFixture store, UUID id) {
      store.claim("another", 10);
    }
  },
  SUCCEED("succeeded", SUCCEEDED, lease -> AttemptEnd.succeeded(lease, answer(), Call.UNHEARD)),
  FAIL("failed", FAILED, lease -> AttemptEnd.failed(lease, Outcome.FAILED, error(), Call.UNHEARD)),
  THROTTLE(
      "throttled",
      SCHEDULED,
      lease -> AttemptEnd.throttled(lease, false, pause(), error(), Call.UNHEARD)),
  RETRY_LATER(
      "retryLater",
      SCHEDULED,
      lease -> AttemptEnd.retryLater(lease, Outcome.FAILED, pause(), error(), Call.UNHEARD)),
  NOT_SENT("notSent", SCHEDULED, lease -> AttemptEnd.notSent(lease, pause(), error())),
  GIVE_UP("givenUp", FAILED, AttemptEnd::givenUp),
  HAND_BACK("handedBack", QUEUED, AttemptEnd::handedBack),
  PROMOTE("DispatchStore.promoteDue", Optional.of(QUEUED), SCHEDULED) {
    @Override
    void make(StoreFixture store, UUID id) {
      store.dispatch.promoteDue(10);
    }

    @Override
    String moment() {
      return "run_at = now() - interval '1 s'";
    }
  },
  RECLAIM("DispatchStore.reclaim", Optional.of(QUEUED), RUNNING) {
    @Override
    void make(StoreFixture store, UUID id) {
      store.dispatch.reclaim(10);
    }

    @Override
    String moment() {
      return SILENT;
    }
  },
  RECLAIM_THE_LAST("DispatchStore.reclaim", Optional.of(FAILED), RUNNING) {
    @Override
    void make(StoreFixture store, UUID id) {
      store.dispatch.reclaim(10);
    }

    @Override
    String moment() {
      return SILENT + ", on_lost = 'fail'";
    }
  },
  EXPIRE("DispatchStore.expire", Optional.of(JobState.EXPIRED), SCHEDULED, QUEUED) {
    @Override
    void make(StoreFixture store, UUID id) {
      store.dispatch.expire(10);
    }

    @Override
    String moment() {
      return "deadline = now() - interval '1 s'";
    }
  },
  PURGE("DispatchStore.purge", Optional.empty(), SUCCEEDED, FAILED, CANCELLED, JobState.EXPIRED) {
    @Override
    void make(StoreFixture store, UUID id) {
      store.dispatch.purge(Duration.ofSeconds(1), 10);
    }

    @Override
    String moment() {
      return "ended_at = ended_at - interval '1 h'";
    }
  },
  CANCEL_FOR_ERASURE("TenantStore.cancel", Optional.of(CANCELLED), SCHEDULED, QUEUED, RUNNING) {
    @Override
    void make(StoreFixture store, UUID id) {
      store.tenants.cancel(deletedTenant(store), 10);
    }
  },
  ERASE("TenantStore.eraseJobs", Optional.empty(), SUCCEEDED, FAILED, CANCELLED, JobState.EXPIRED) {
    @Override
    void make(StoreFixture store, UUID id) {
      store.tenants.eraseJobs(deletedTenant(store), 10);
    }
  };

  private static final String SILENT = "lease_until = lease_until - interval '1 h'";

  private final String method;
  private final Optional<String> end;
  private final Optional<JobState> to;
  private final Set<JobState> from;
  private final Function<Lease, AttemptEnd> report;

  TestedMove(String method, Optional<JobState> to, JobState first, JobState... others) {
    this.method = method;
    this.end = Optional.empty();
    this.to = to;
    this.from = EnumSet.of(first, others);
    this.report = null;
  }

  TestedMove(String end, JobState to, Function<Lease, AttemptEnd> report) {
    this.method = "LeaseStore.end";
    this.end = Optional.of(end);
    this.to = Optional.of(to);
    this.from = EnumSet.of(RUNNING);
    this.report = report;
  }

  /** Makes the move of this job, or of all jobs that are ready for it. */
  void make(StoreFixture store, UUID id) {
    store.leases.end(JobsInStates.WORKER, List.of(report.apply(new Lease(id, 1))));
  }

  /** The assignments of an update that make a job in the right state ready for it. */
  String moment() {
    return "lane = lane";
  }

  /** The store's method. */
  String method() {
    return method;
  }

  /** The factory of {@link AttemptEnd}, if the move has one. */
  Optional<String> end() {
    return end;
  }

  /** Empty if the job does not exist. */
  Optional<JobState> to() {
    return to;
  }

  Set<JobState> from() {
    return from;
  }

  private static String deletedTenant(StoreFixture store) {
    store.execute("update tenant set deleted_at = now() where name = 'default'");
    return "default";
  }

  private static byte[] answer() {
    return "{}".getBytes(StandardCharsets.UTF_8);
  }

  private static Failure error() {
    return new Failure(Failure.Type.TIMEOUT, "late");
  }

  private static Duration pause() {
    return Duration.ofHours(1);
  }
}
