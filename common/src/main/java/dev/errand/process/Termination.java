package dev.errand.process;

import dev.errand.telemetry.LogLine;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import sun.misc.Signal;

/**
 * Stops the process gracefully, with exit code 0, on the first SIGTERM or SIGINT, and immediately
 * on the second.
 *
 * <p>Quarkus leaves these signals to the JVM, which runs shutdown hooks, ignores a second signal
 * and always exits with 128 + the signal's number.
 */
@ApplicationScoped
class Termination {

  private static final Logger LOG = Logger.getLogger(Termination.class);
  private static final int ENDED_BY_SIGNAL = 128;

  private final Event<Stopping> stopping;
  private final AtomicBoolean asked = new AtomicBoolean();

  @Inject
  Termination(Event<Stopping> stopping) {
    this.stopping = stopping;
  }

  /**
   * Before that, the JVM's own handling applies: nothing has started that would have to be stopped.
   */
  void start(@Observes StartupEvent event) {
    // We must not stop a test's or a developer's JVM.
    if (LaunchMode.current() == LaunchMode.NORMAL) {
      List.of("TERM", "INT").forEach(name -> Signal.handle(new Signal(name), this::received));
    }
  }

  private void received(Signal signal) {
    if (asked.getAndSet(true)) {
      LOG.warn(
          LogLine.event("signal_again")
              .with("signal", "SIG" + signal.getName())
              .next("exiting at once; other workers take over its jobs when their leases expire"));
      Runtime.getRuntime().halt(ENDED_BY_SIGNAL + signal.getNumber());
    }
    LOG.info(
        LogLine.event("signal")
            .with("signal", "SIG" + signal.getName())
            .next("stopping gracefully; a second signal exits at once"));
    try {
      stopping.fire(new Stopping());
    } finally {
      Quarkus.asyncExit(0);
    }
  }
}
