package dev.errand.worker.http;

import dev.errand.telemetry.LogLine;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Whether a provider's connections serve several calls in turn. They do not for a while after bytes
 * arrived that belonged to no call: the next ones might look like the answer to a call.
 */
final class Reuse {

  private static final Logger LOG = Logger.getLogger(Reuse.class);

  private final String provider;
  private final boolean wanted;
  private final Duration pause;
  private final AtomicLong resumes = new AtomicLong(System.nanoTime());

  /**
   * Creates it.
   *
   * @param wanted false if each call uses a connection of its own
   * @param pause how long connections are not reused after stray bytes
   */
  Reuse(String provider, boolean wanted, Duration pause) {
    this.provider = provider;
    this.wanted = wanted;
    this.pause = pause;
  }

  /** Whether a connection may serve another call. */
  boolean isAllowed() {
    return wanted && resumes.get() - System.nanoTime() <= 0;
  }

  /** Records bytes that belong to no call. */
  void stray(String what) {
    boolean first = isAllowed();
    resumes.set(System.nanoTime() + pause.toNanos());
    if (first && !pause.isZero()) {
      LOG.warn(
          LogLine.event("stray_bytes")
              .with("provider", provider)
              .with("error", what)
              .with("for", pause)
              .next(
                  "each of its connections serves one call only, so that no job gets another job's"
                      + " answer"));
    }
  }
}
