package dev.errand.api.admit;

import dev.errand.api.admit.Backlogs.Place;
import dev.errand.api.admit.Decision.Allowed;
import dev.errand.api.admit.Decision.Denied;
import dev.errand.api.submit.Submission;
import dev.errand.api.submit.Submitter;
import dev.errand.store.Acceptance;
import dev.errand.store.Acceptance.Accepted;
import dev.errand.tenant.Caller;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** An admitted upload. It holds its place until it is closed. */
public final class Upload implements AutoCloseable {

  private final Admission admission;
  private final Submitter submitter;
  private final Caller caller;
  private final Runnable leave;
  private final AtomicBoolean left = new AtomicBoolean();

  Upload(Admission admission, Submitter submitter, Caller caller, Runnable leave) {
    this.admission = admission;
    this.submitter = submitter;
    this.caller = caller;
    this.leave = leave;
  }

  /**
   * Commits one of its submissions if its caller may submit it now. Waits until there is room for
   * it, not for the commit, so that the number of waiting ones is bounded.
   *
   * @return fails as {@link Admission#submit} does
   * @throws dev.errand.database.DatabaseException if the caller's waiting jobs cannot be counted
   */
  public CompletableFuture<Decision<Acceptance>> submit(Submission submission)
      throws InterruptedException {
    return switch (admission.place(caller, submission)) {
      case Denied<Place>(Denial denial) -> CompletableFuture.completedFuture(new Denied<>(denial));
      case Allowed<Place>(Place place) -> submit(submission, place);
    };
  }

  private CompletableFuture<Decision<Acceptance>> submit(Submission submission, Place place)
      throws InterruptedException {
    CompletableFuture<Acceptance> fate;
    try {
      fate = submitter.submitWhenThereIsRoom(caller, submission);
    } catch (InterruptedException | RuntimeException e) {
      place.settle(false);
      throw e;
    }
    // If it fails, it may have been committed nevertheless.
    return fate.whenComplete(
            (known, failure) -> place.settle(failure != null || known instanceof Accepted))
        .thenApply(Allowed::new);
  }

  @Override
  public void close() {
    if (left.compareAndSet(false, true)) {
      leave.run();
    }
  }
}
