package dev.errand.api.http;

import dev.errand.api.config.ApiConfig;
import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.ProblemType;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Semaphore;

/** Reads bodies, up to their limits. */
@ApplicationScoped
public class BodyReader {

  private static final int SETTINGS_LIMIT = 64 * 1024;

  private final int limit;
  private final Semaphore budget;
  private final CurrentVertxRequest current;

  @Inject
  BodyReader(ApiConfig config, CurrentVertxRequest current) {
    this.current = current;
    this.limit = Math.toIntExact(config.bodyLimit().asLongValue());
    // One body always fits.
    long most = Math.max(limit, config.bodyWindow().asLongValue());
    this.budget = new Semaphore((int) Math.min(Integer.MAX_VALUE, most));
  }

  /** Maximum bytes of one job. */
  public int limit() {
    return limit;
  }

  /** Reserves bytes for a body; release them once its job is stored. */
  public ByteReservation reserve() {
    return new ByteReservation(budget);
  }

  /**
   * The complete body of a request that administers; such bodies are small.
   *
   * @throws ProblemException if the body is not accepted
   */
  public byte[] readSettings(HttpHeaders headers, InputStream body) {
    requirePlain(headers);
    try {
      byte[] bytes = body.readNBytes(SETTINGS_LIMIT + 1);
      if (bytes.length > SETTINGS_LIMIT) {
        throw new ProblemException(
            ProblemType.TOO_LARGE, "the body may have at most %d bytes".formatted(SETTINGS_LIMIT));
      }
      return inTime(bytes);
    } catch (IOException e) {
      throw endedEarly(e);
    }
  }

  /**
   * The complete body. If it is announced as too large, it is not read at all.
   *
   * @throws ProblemException if the body is not accepted, or the byte budget is used up
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
      return inTime(bytes);
    } catch (IOException e) {
      throw endedEarly(e);
    }
  }

  /** Nothing is done for a client that has been told that its body came too late. */
  private byte[] inTime(byte[] body) {
    if (!BodyTimeout.arrived(current.getCurrent())) {
      throw new ProblemException(ProblemType.REQUEST_TIMEOUT, "the body did not arrive in time");
    }
    return body;
  }

  /** Nobody is left to read the response, unless only the body's chunks are malformed. */
  private static ProblemException endedEarly(IOException e) {
    return new ProblemException(
        ProblemType.INVALID_REQUEST, "the body ended early: " + e.getMessage());
  }

  /** Bodies are not decompressed: a small one could expand to a huge one. */
  public void requirePlain(HttpHeaders headers) {
    String encoding = headers.getHeaderString(HttpHeaders.CONTENT_ENCODING);
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      throw new ProblemException(
          ProblemType.UNSUPPORTED_MEDIA_TYPE,
          "Content-Encoding %s is not supported; send the body uncompressed".formatted(encoding));
    }
  }

  /** The problem for a body over the limit. */
  public ProblemException tooLarge() {
    return new ProblemException(
        ProblemType.TOO_LARGE, "a job may have at most %d bytes".formatted(limit));
  }

  private static long announced(HttpHeaders headers) {
    String length = headers.getHeaderString(HttpHeaders.CONTENT_LENGTH);
    return length == null ? 0 : Long.parseLong(length);
  }
}
