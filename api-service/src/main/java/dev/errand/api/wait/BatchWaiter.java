package dev.errand.api.wait;

import dev.errand.api.config.ApiConfig;
import dev.errand.database.DatabaseException;
import dev.errand.process.Stopping;
import dev.errand.store.batch.BatchEndings;
import dev.errand.store.batch.BatchEndings.Newest;
import dev.errand.store.batch.Place;
import dev.errand.telemetry.LogLine;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Notifies requests, up to a limit, when more lines of a batch have ended: all awaited batches are
 * queried together, four times a second.
 */
@ApplicationScoped
public class BatchWaiter {

  private static final Logger LOG = Logger.getLogger(BatchWaiter.class);
  private static final Duration SWEEP = Duration.ofMillis(250);

  private final BatchEndings endings;
  private final WaitingRoom<Awaited> room;
  private final ScheduledExecutorService sweeper =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("batch-sweep").factory());
  private boolean blind;

  @Inject
  BatchWaiter(BatchEndings endings, ApiConfig config) {
    this.endings = endings;
    this.room = new WaitingRoom<>(config.waiting().limit());
  }

  /**
   * More lines of a batch.
   *
   * @param after what has been read; when the wait began, there was nothing to be read behind it
   */
  private record Awaited(UUID batch, Place after) {

    boolean isIn(Map<UUID, Newest> found) {
      Newest newest = found.get(batch);
      return newest == null || newest.ended() || newest.place().isInLaterRowThan(after);
    }
  }

  void start(@Observes StartupEvent event) {
    long period = SWEEP.toMillis();
    sweeper.scheduleWithFixedDelay(this::sweep, period, period, TimeUnit.MILLISECONDS);
  }

  /** Requests that still wait get what there is. */
  void letGo(@Observes Stopping event) {
    room.close();
  }

  void stop(@Observes ShutdownEvent event) {
    sweeper.shutdownNow();
    room.close();
  }

  /**
   * Completes when there are lines behind a place, the batch has ended or no longer exists, or the
   * time is over, whichever comes first; immediately if too many requests already wait. Never
   * fails. It is completed on a thread that must not be blocked.
   *
   * @param after there was nothing to be read behind it
   */
  public CompletionStage<Void> more(UUID batch, Place after, Duration atMost) {
    return room.enter(new Awaited(batch, after), atMost, () -> {});
  }

  private void sweep() {
    Collection<Awaited> awaited = room.awaited();
    if (awaited.isEmpty()) {
      return;
    }
    try {
      Map<UUID, Newest> found = find(awaited);
      awaited.stream().filter(lines -> lines.isIn(found)).forEach(room::dismiss);
      blind = false;
    } catch (DatabaseException e) {
      if (!blind) {
        LOG.warn(
            LogLine.event("batch_sweep_failed")
                .with("waiting", room.size())
                .with("error", e.getMessage()));
      }
      blind = true;
    } catch (RuntimeException e) {
      // The sweeper's edge: an uncaught exception would end the schedule.
      LOG.error(LogLine.event("batch_sweep_failed").with("waiting", room.size()), e);
    }
  }

  private Map<UUID, Newest> find(Collection<Awaited> awaited) {
    Set<UUID> batches = new HashSet<>();
    awaited.forEach(lines -> batches.add(lines.batch()));
    return endings.newest(batches).stream()
        .collect(Collectors.toMap(Newest::batch, Function.identity()));
  }
}
