package dev.errand.api.files;

import dev.errand.api.config.OpenAiConfig;
import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/** Limits how many uploads and downloads take place at the same time: each holds some memory. */
@ApplicationScoped
public class Transfers {

  private final Semaphore room;

  @Inject
  Transfers(OpenAiConfig config) {
    this.room = new Semaphore(config.files().transfers());
  }

  /** One upload or download. It holds its place until it is closed. */
  public final class Transfer implements AutoCloseable {

    private final AtomicBoolean closed = new AtomicBoolean();

    private Transfer() {}

    @Override
    public void close() {
      if (!closed.getAndSet(true)) {
        room.release();
      }
    }
  }

  /**
   * Begins a transfer.
   *
   * @throws ProblemException if there are too many
   */
  public Transfer begin() {
    if (!room.tryAcquire()) {
      throw new ProblemException(
          ProblemType.UNAVAILABLE,
          "too many files are being uploaded and downloaded; try again shortly");
    }
    return new Transfer();
  }
}
