package dev.errand.api.http;

import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.ProblemType;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Semaphore;

/** The part of the window for bodies that one request has taken; used by one thread. */
public final class Room implements AutoCloseable {

  private final Semaphore window;
  private int taken;

  /**
   * @param window a permit for each byte
   */
  Room(Semaphore window) {
    this.window = window;
  }

  /** The body, for each byte of which room is taken as it is read. */
  InputStream taking(InputStream body) {
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
    window.release(taken);
  }

  private void take(int bytes) {
    if (!window.tryAcquire(bytes)) {
      throw new ProblemException(
          ProblemType.UNAVAILABLE, "more is being received than may be; try again shortly");
    }
    taken += bytes;
  }
}
