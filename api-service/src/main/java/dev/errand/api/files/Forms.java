package dev.errand.api.files;

import dev.errand.api.config.ApiConfig;
import dev.errand.api.http.BodyReader;
import dev.errand.api.http.MinimumRateBody;
import dev.errand.api.openai.Transfers;
import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Receives forms with files: so many at a time, no larger and no slower than they may be. */
@ApplicationScoped
public class Forms {

  private final BodyReader bodies;
  private final Transfers transfers;
  private final Duration patience;

  @Inject
  Forms(BodyReader bodies, Transfers transfers, ApiConfig config) {
    this.bodies = bodies;
    this.transfers = transfers;
    this.patience = config.bodyTimeout();
  }

  /** Reads the parts of a form. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(Multipart parts) throws IOException;
  }

  /**
   * Receives a form while it arrives.
   *
   * @param limit of the file in it
   * @throws ProblemException if it is not accepted
   */
  public <T> T receive(HttpHeaders headers, InputStream body, SizeLimit limit, Reader<T> reader) {
    bodies.requirePlain(headers);
    if (announced(headers) > limit.bytes() + BoundedBody.OVERHEAD) {
      throw limit.exceeded();
    }
    try (Transfers.Transfer _ = transfers.begin()) {
      InputStream bounded = new BoundedBody(new MinimumRateBody(body, patience), limit);
      return reader.read(Multipart.of(headers.getHeaderString(HttpHeaders.CONTENT_TYPE), bounded));
    } catch (IOException e) {
      throw new ProblemException(
          ProblemType.INVALID_REQUEST,
          "the body ended early, or is not valid multipart/form-data: " + e.getMessage());
    }
  }

  private static long announced(HttpHeaders headers) {
    String length = headers.getHeaderString(HttpHeaders.CONTENT_LENGTH);
    return length == null ? 0 : Long.parseLong(length);
  }
}
