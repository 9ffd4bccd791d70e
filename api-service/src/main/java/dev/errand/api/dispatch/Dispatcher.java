package dev.errand.api.dispatch;

import dev.errand.api.config.ApiConfig;
import dev.errand.api.config.DispatchConfig;
import dev.errand.api.hints.HintQueue;
import dev.errand.broker.Hint;
import dev.errand.job.JobState;
import dev.errand.store.DispatchStore;
import dev.errand.store.DispatchStore.Moved;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jboss.logging.Logger;

/**
 * The moves that nobody asks for: due, reclaimed, expired, purged. Replicas share the work, since
 * every statement skips what another has locked.
 */
@ApplicationScoped
class Dispatcher {

  private static final Logger LOG = Logger.getLogger(Dispatcher.class);

  private final DispatchStore store;
  private final HintQueue hints;
  private final MeterRegistry metrics;
  private final ApiConfig.JobConfig jobs;
  private final DispatchConfig config;

  @Inject
  Dispatcher(DispatchStore store, HintQueue hints, MeterRegistry metrics, ApiConfig config) {
    this.store = store;
    this.hints = hints;
    this.metrics = metrics;
    this.jobs = config.job();
    this.config = config.dispatch();
  }

  /** Queues what is due. */
  void promote() {
    move("due", store::promoteDue);
  }

  /** Takes jobs back from silent workers. */
  void reclaim() {
    move("reclaimed", store::reclaim)
        .forEach(
            job ->
                LOG.infof(
                    "job reclaimed job=%s lane=%s state=%s because=its worker went silent",
                    job.id(), job.lane(), job.state().text()));
  }

  /** Ends what did not start in time. */
  void expire() {
    move("expired", store::expire);
  }

  /** Deletes what is past its retention. */
  void purge() {
    int purged = untilNoneIsLeft(limit -> store.purge(jobs.retention(), limit));
    int keys = untilNoneIsLeft(limit -> store.purgeKeys(jobs.keyRetention(), limit));
    if (purged + keys > 0) {
      LOG.infof("purged jobs=%d idempotency_keys=%d", purged, keys);
    }
  }

  private List<Moved> move(String what, IntFunction<List<Moved>> statement) {
    List<Moved> all = new ArrayList<>();
    untilNoneIsLeft(
        limit -> {
          List<Moved> moved = statement.apply(limit);
          hints.publish(hintsFor(moved));
          all.addAll(moved);
          return moved.size();
        });
    metrics.counter("errand.jobs.dispatched", "move", what).increment(all.size());
    return all;
  }

  private int untilNoneIsLeft(IntFunction<Integer> statement) {
    int all = 0;
    int moved;
    do {
      moved = statement.apply(config.batch());
      all += moved;
    } while (moved == config.batch() && !Thread.currentThread().isInterrupted());
    return all;
  }

  private static List<Hint> hintsFor(List<Moved> moved) {
    return moved.stream()
        .filter(job -> job.state() == JobState.QUEUED)
        .map(job -> new Hint(job.lane(), job.id()))
        .toList();
  }
}
