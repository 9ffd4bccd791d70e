package dev.errand.api.jobs;

import dev.errand.job.Job;
import dev.errand.store.read.JobVersion;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import java.time.Clock;
import java.time.Duration;

/** A job's version in responses: its entity tag, and when to poll again. */
final class JobVersions {

  private static final long SOONEST = 1;
  private static final long LATEST = 60;

  private JobVersions() {}

  static JobVersion of(Job job) {
    return new JobVersion(job.state(), job.attempt(), job.life(), job.runAt());
  }

  /** The opaque part of the entity tag. */
  static String tag(JobVersion version) {
    return version.life() + "." + version.attempt() + "." + version.state().text();
  }

  /** Adds the headers of every response about one job. */
  static ResponseBuilder describe(ResponseBuilder response, JobVersion version, Clock clock) {
    // Weak, because a queued job's position changes without a new tag.
    response
        .tag(new EntityTag(tag(version), true))
        .header(HttpHeaders.CACHE_CONTROL, "private, no-cache");
    return version.state().isFinal()
        ? response
        : response.header(HttpHeaders.RETRY_AFTER, retryAfter(version, clock));
  }

  /** In seconds; a scheduled job does not change before its time. */
  private static long retryAfter(JobVersion version, Clock clock) {
    return switch (version.state()) {
      case SCHEDULED -> {
        long millis = Duration.between(clock.instant(), version.runAt()).toMillis();
        yield Math.clamp(Math.ceilDiv(millis, 1000L), SOONEST, LATEST);
      }
      case QUEUED, RUNNING, SUCCEEDED, FAILED, CANCELLED, EXPIRED -> SOONEST;
    };
  }
}
