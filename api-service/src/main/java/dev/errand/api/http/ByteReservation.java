package dev.errand.api.http;

import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.ProblemType;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Semaphore;

/** The part of the byte budget that one request has reserved; used by one thread. */
public final class ByteReservation implements AutoCloseable {

  private final Semaphore budget;
  private int taken;

  /**
   * @param budget one permit for each byte
   */
  ByteReservation(Semaphore budget) {
    this.budget = budget;
  }

  /** The body; each byte is charged to the budget when it is read. */
  InputStream charging(InputStream body) {
    return new FilterInputStream(body) {
      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        int count = super.read(into, offset, length);
        take(Math.max(0, count));
        return count;
      }
    };
  }

  @Override
  public void close() {
    budget.release(taken);
  }

  private void take(int bytes) {
    if (!budget.tryAcquire(bytes)) {
      throw new ProblemException(
          ProblemType.UNAVAILABLE, "too many request bytes are in flight; try again shortly");
    }
    taken += bytes;
  }
}
