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
 * Decides whether a caller may submit now. Every way to the submitter leads through it, so limits
 * of callers belong here.
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
   * Commits a submission if its caller may submit now.
   *
   * @throws dev.errand.database.DatabaseException if Postgres rejects it or does not confirm it in
   *     time
   */
  public Decision<Acceptance> submit(Caller caller, Submission submission) {
    try {
      return new Allowed<>(submitter.submit(caller, submission));
    } catch (OverloadedException e) {
      return new Denied<>(new TooManyQueued());
    }
  }

  /** Begins an upload if its caller may upload now. It must be closed. */
  public Decision<Upload> upload(Caller caller) {
    return uploads.tryAcquire()
        ? new Allowed<>(new Upload(submitter, caller, uploads::release))
        : new Denied<>(new TooManyUploads());
  }
}
