package dev.errand.api.hints;

import dev.errand.api.config.ApiConfig;
import dev.errand.broker.BrokerUnavailableException;
import dev.errand.broker.Hint;
import dev.errand.broker.HintPublisher;
import dev.errand.lane.Lane;
import dev.errand.lane.Lanes;
import dev.errand.telemetry.LogLine;
import dev.errand.telemetry.Metric;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * The queue of hints for the broker; adjacent hints of one lane share messages. Adding hints never
 * waits and never fails: hints that cannot be sent are dropped, and the dispatcher sends them
 * again. All counts are of the jobs that the hints stand for.
 */
@ApplicationScoped
public class HintQueue {

  private static final Logger LOG = Logger.getLogger(HintQueue.class);

  /** How long an unresponsive broker may delay the shutdown. */
  private static final Duration STOP = Duration.ofSeconds(5);

  private final HintPublisher publisher;
  private final Lanes lanes;
  private final int batch;
  private final BlockingQueue<Hint> waiting;
  private final Counter dropped;
  private final Counter withheld;
  private final Map<String, AtomicLong> rooms = new ConcurrentHashMap<>();
  private final Thread sender;
  private boolean outage;

  @Inject
  public HintQueue(HintPublisher publisher, Lanes lanes, ApiConfig config, MeterRegistry meters) {
    this.publisher = publisher;
    this.lanes = lanes;
    this.batch = config.hints().batch();
    this.waiting = new ArrayBlockingQueue<>(config.hints().queue());
    this.dropped = Metric.HINTS_DROPPED.counter(meters);
    this.withheld = Metric.HINTS_WITHHELD.counter(meters);
    this.sender = Thread.ofVirtual().name("hints").start(this::send);
  }

  /** Sends hints soon, if the broker accepts them. Never blocks. */
  public void publish(List<Hint> hints) {
    for (Hint hint : hints) {
      if (!waiting.offer(hint)) {
        dropped.increment(hint.jobs());
      }
    }
  }

  /**
   * Sets how many more jobs of a pool may be announced to the broker; until the next call, the
   * dispatcher sends further hints. Without it there is no such limit.
   */
  public void allow(String pool, long more) {
    rooms.computeIfAbsent(pool, name -> new AtomicLong()).set(more);
  }

  @PreDestroy
  void close() throws InterruptedException {
    sender.interrupt();
    sender.join(STOP);
  }

  private void send() {
    List<Hint> next = new ArrayList<>();
    try {
      while (true) {
        next.add(waiting.take());
        waiting.drainTo(next, batch - 1);
        byPool(next).forEach(this::send);
        next.clear();
      }
    } catch (InterruptedException e) {
      // The service stops; the dispatcher sends the remaining hints again.
      Thread.currentThread().interrupt();
    }
  }

  private Map<String, List<Hint>> byPool(List<Hint> hints) {
    return hints.stream()
        .filter(hint -> lanes.named(hint.lane()).isPresent())
        .collect(
            Collectors.groupingBy(hint -> lanes.named(hint.lane()).map(Lane::pool).orElseThrow()));
  }

  private void send(String pool, List<Hint> all) {
    List<Hint> hints = Hint.merged(withinRoom(pool, all));
    if (hints.isEmpty()) {
      return;
    }
    try {
      publisher.publish(pool, hints);
      over();
    } catch (BrokerUnavailableException e) {
      dropped.increment(Hint.jobs(hints));
      begun(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      // The sender's edge: a defect of the publisher must not stop it.
      dropped.increment(Hint.jobs(hints));
      LOG.error(LogLine.event("hints_failed").with("pool", pool).with("jobs", Hint.jobs(hints)), e);
    }
  }

  private List<Hint> withinRoom(String pool, List<Hint> hints) {
    AtomicLong room = rooms.get(pool);
    if (room == null) {
      return hints;
    }
    List<Hint> allowed =
        hints.stream().filter(hint -> room.getAndAdd(-hint.jobs()) >= hint.jobs()).toList();
    withheld.increment(Hint.jobs(hints) - Hint.jobs(allowed));
    return allowed;
  }

  private void begun(String error) {
    if (!outage) {
      outage = true;
      LOG.warn(
          LogLine.event("broker_lost")
              .with("error", error)
              .next(
                  "jobs are accepted and wait in the database; the dispatcher sends their hints"
                      + " once the broker is back"));
    }
  }

  private void over() {
    if (outage) {
      outage = false;
      LOG.info(
          LogLine.event("broker_back").next("the dispatcher sends the hints that were dropped"));
    }
  }
}
