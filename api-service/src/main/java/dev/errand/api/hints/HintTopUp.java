package dev.errand.api.hints;

import dev.errand.api.config.ApiConfig;
import dev.errand.broker.BrokerUnavailableException;
import dev.errand.broker.Hint;
import dev.errand.broker.HintPublisher;
import dev.errand.lane.Lane;
import dev.errand.lane.Lanes;
import dev.errand.store.DispatchStore;
import dev.errand.store.DispatchStore.Queued;
import dev.errand.telemetry.LogLine;
import dev.errand.telemetry.Metric;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.OptionalLong;
import org.jboss.logging.Logger;

/**
 * Adds hints to a pool's queue if it cannot contain hints for all queued jobs: after an outage of
 * the broker, when a lane opens again, and while a long queue drains.
 *
 * <p>The broker reports messages, not the number of jobs that they stand for. Each message counts
 * as the maximum: a round then never adds hints that the broker already has, and hints can be
 * missing only while other messages are queued before them; workers also poll for jobs.
 *
 * <p>Hints that a busy worker holds are not counted, so there may be a few too many, which is
 * harmless.
 */
@ApplicationScoped
public class HintTopUp {

  private static final Logger LOG = Logger.getLogger(HintTopUp.class);

  private final DispatchStore store;
  private final Lanes lanes;
  private final HintPublisher broker;
  private final HintQueue hints;
  private final MeterRegistry metrics;
  private final int window;

  @Inject
  HintTopUp(
      DispatchStore store,
      Lanes lanes,
      HintPublisher broker,
      HintQueue hints,
      MeterRegistry metrics,
      ApiConfig config) {
    this.store = store;
    this.lanes = lanes;
    this.broker = broker;
    this.hints = hints;
    this.metrics = metrics;
    this.window = config.dispatch().window();
  }

  /**
   * Tops up every pool.
   *
   * @throws BrokerUnavailableException if the broker does not report its queue
   */
  public void run() {
    BrokerUnavailableException failure = null;
    for (String pool : lanes.all().stream().map(Lane::pool).distinct().toList()) {
      try {
        topUp(pool);
      } catch (BrokerUnavailableException e) {
        // Perhaps only this pool's queue is unavailable.
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void topUp(String pool) {
    OptionalLong waiting = broker.waiting(pool);
    if (waiting.isEmpty()) {
      return;
    }
    long told = waiting.getAsLong() * Hint.MOST_JOBS;
    hints.allow(pool, window - told);
    if (told > window / 2) {
      return;
    }
    List<String> names = lanes.ofPool(pool).stream().map(Lane::name).toList();
    List<Queued> queued = store.queued(names, window);
    List<Hint> missing =
        queued.stream().skip(told).map(job -> new Hint(job.lane(), job.id())).toList();
    if (!missing.isEmpty()) {
      hints.publish(Hint.merged(missing));
      Metric.HINTS_TOPPED_UP.counter(metrics, pool).increment(missing.size());
      LOG.debug(
          LogLine.event("hints_topped_up")
              .with("pool", pool)
              .with("messages", waiting.getAsLong())
              .with("added", missing.size()));
    }
  }
}
