package dev.errand.api.openai;

import dev.errand.api.config.OpenAiConfig;
import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.ProblemType;
import dev.errand.telemetry.LogLine;
import io.vertx.core.http.HttpServerResponse;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Limits how many uploads and downloads take place at the same time: each holds some memory. */
@ApplicationScoped
public class Transfers {

  private static final Logger LOG = Logger.getLogger(Transfers.class);

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

  /**
   * Begins a download. Content that breaks off ends the connection: its client must take neither
   * that nor an error for the rest of it.
   *
   * @param content is opened at once, so that a store that is away is an error, not a connection
   *     that ends
   * @throws ProblemException if there are too many
   */
  public StreamingOutput download(HttpServerResponse response, Supplier<StreamingOutput> content) {
    Transfer transfer = begin();
    StreamingOutput opened = opened(content, transfer);
    return out -> {
      try (transfer) {
        opened.write(new ConnectedStream(out, response));
      } catch (IOException e) {
        response.reset();
        LOG.info(LogLine.event("download_broken").with("error", e.getMessage()));
        throw new ProblemException(ProblemType.UNAVAILABLE, "the content could not be sent");
      } catch (RuntimeException e) {
        response.reset();
        throw e;
      }
    };
  }

  private static StreamingOutput opened(Supplier<StreamingOutput> content, Transfer transfer) {
    try {
      return content.get();
    } catch (RuntimeException e) {
      transfer.close();
      throw e;
    }
  }
}
