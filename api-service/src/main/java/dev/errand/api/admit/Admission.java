package dev.errand.api.admit;

import dev.errand.api.admit.Decision.Allowed;
import dev.errand.api.admit.Decision.Denied;
import dev.errand.api.admit.Denial.TooManyQueued;
import dev.errand.api.admit.Denial.TooManyUploads;
import dev.errand.api.config.ApiConfig;
import dev.errand.api.submit.Submission;
import dev.errand.api.submit.Submitter;
import dev.errand.database.OverloadedException;
import dev.errand.store.Acceptance;
import dev.errand.tenant.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.Semaphore;

/**
 * Decides whether a caller may submit this now. It stands between every door and the submitter, and
 * so is the place for whatever limits a caller.
 */
@ApplicationScoped
public class Admission {

  private final Submitter submitter;
  private final Semaphore uploads;

  @Inject
  Admission(Submitter submitter, ApiConfig config) {
    this.submitter = submitter;
    this.uploads = new Semaphore(config.bulk().uploads());
  }

  /**
   * Commits a submission that its caller may make now.
   *
   * @throws dev.errand.database.DatabaseException where Postgres does not take it, or has not said
   *     in time whether it does
   */
  public Decision<Acceptance> submit(Caller caller, Submission submission) {
    try {
      return new Allowed<>(submitter.submit(caller, submission));
    } catch (OverloadedException e) {
      return new Denied<>(new TooManyQueued());
    }
  }

  /** Begins an upload that its caller may make now. Whoever gets it must close it. */
  public Decision<Upload> upload(Caller caller) {
    return uploads.tryAcquire()
        ? new Allowed<>(new Upload(submitter, caller, uploads::release))
        : new Denied<>(new TooManyUploads());
  }
}
