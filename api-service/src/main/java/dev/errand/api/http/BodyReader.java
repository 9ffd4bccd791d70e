package dev.errand.api.http;

import dev.errand.api.config.ApiConfig;
import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Semaphore;

/** Reads the body of a submission, never more of it than the limit allows. */
@ApplicationScoped
public class BodyReader {

  private final int limit;
  private final Semaphore budget;

  @Inject
  BodyReader(ApiConfig config) {
    this.limit = Math.toIntExact(config.bodyLimit().asLongValue());
    // One body fits always.
    long most = Math.max(limit, config.bodyWindow().asLongValue());
    this.budget = new Semaphore((int) Math.min(Integer.MAX_VALUE, most));
  }

  /** The most bytes of one job. */
  public int limit() {
    return limit;
  }

  /** Bytes for a body that is to be read; give it back once its job is stored. */
  public ByteReservation reserve() {
    return new ByteReservation(budget);
  }

  /**
   * All of it. One that is announced as too large is not read at all.
   *
   * @throws ProblemException where the body may not be taken, or the byte budget is used up
   */
  public byte[] read(HttpHeaders headers, InputStream body, ByteReservation reservation) {
    requirePlain(headers);
    if (announced(headers) > limit) {
      throw tooLarge();
    }
    try {
      byte[] bytes = reservation.charging(body).readNBytes(limit + 1);
      if (bytes.length > limit) {
        throw tooLarge();
      }
      return bytes;
    } catch (IOException e) {
      // Nobody is left to read the answer, unless it is the body's chunks that are broken.
      throw new ProblemException(
          ProblemType.INVALID_REQUEST, "the body ended early: " + e.getMessage());
    }
  }

  /** Bodies are not unpacked: a small one could stand for a huge one. */
  public void requirePlain(HttpHeaders headers) {
    String encoding = headers.getHeaderString(HttpHeaders.CONTENT_ENCODING);
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      throw new ProblemException(
          ProblemType.UNSUPPORTED_MEDIA_TYPE,
          "Content-Encoding %s is not supported; send the body uncompressed".formatted(encoding));
    }
  }

  /** More than the limit. */
  public ProblemException tooLarge() {
    return new ProblemException(
        ProblemType.TOO_LARGE, "a job may have at most %d bytes".formatted(limit));
  }

  private static long announced(HttpHeaders headers) {
    String length = headers.getHeaderString(HttpHeaders.CONTENT_LENGTH);
    return length == null ? 0 : Long.parseLong(length);
  }
}
