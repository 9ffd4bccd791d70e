package dev.errand.api.http;

import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.ProblemType;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** An upload's body, which must arrive fast enough; only the time spent waiting for it counts. */
public final class MinimumRateBody extends FilterInputStream {

  private static final long NANOS_FOR_A_BYTE = TimeUnit.SECONDS.toNanos(1) / 1024;

  private long credit;

  /**
   * @param timeout how long it may take, in addition to a second for each KiB
   */
  public MinimumRateBody(InputStream body, Duration timeout) {
    super(body);
    this.credit = timeout.toNanos();
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    long began = System.nanoTime();
    int count = super.read(into, offset, length);
    credit += Math.max(0, count) * NANOS_FOR_A_BYTE - (System.nanoTime() - began);
    if (credit < 0) {
      throw new ProblemException(
          ProblemType.REQUEST_TIMEOUT, "the upload arrives too slowly; send what is missing again");
    }
    return count;
  }
}
