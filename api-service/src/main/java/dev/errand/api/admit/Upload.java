package dev.errand.api.admit;

import dev.errand.api.admit.Decision.Allowed;
import dev.errand.api.submit.Submission;
import dev.errand.api.submit.Submitter;
import dev.errand.store.Acceptance;
import dev.errand.tenant.Caller;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** An admitted upload. It holds its place until it is closed. */
public final class Upload implements AutoCloseable {

  private final Submitter submitter;
  private final Caller caller;
  private final Runnable leave;
  private final AtomicBoolean left = new AtomicBoolean();

  Upload(Submitter submitter, Caller caller, Runnable leave) {
    this.submitter = submitter;
    this.caller = caller;
    this.leave = leave;
  }

  /**
   * Commits one of its submissions. Waits until there is room for it, not for the commit, so that
   * the number of waiting ones is bounded.
   *
   * @return fails as {@link Admission#submit} does
   */
  public CompletableFuture<Decision<Acceptance>> submit(Submission submission)
      throws InterruptedException {
    return submitter.submitWhenThereIsRoom(caller, submission).thenApply(Allowed::new);
  }

  @Override
  public void close() {
    if (left.compareAndSet(false, true)) {
      leave.run();
    }
  }
}
