package dev.errand.api.dispatch;

import dev.errand.api.access.KeyUses;
import dev.errand.api.batch.BatchRounds;
import dev.errand.api.config.ApiConfig;
import dev.errand.api.config.DispatchConfig;
import dev.errand.api.hints.HintTopUp;
import dev.errand.api.lanes.LaneMeters;
import dev.errand.api.operations.OperationRounds;
import dev.errand.broker.BrokerUnavailableException;
import dev.errand.database.DatabaseException;
import dev.errand.telemetry.LogLine;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Runs the dispatcher's rounds at their intervals, never two runs of a round at the same time. */
@ApplicationScoped
class Rounds {

  private static final Logger LOG = Logger.getLogger(Rounds.class);

  private final Dispatcher dispatcher;
  private final TenantErasure erasure;
  private final FileErasure files;
  private final BatchErasure oldBatches;
  private final BatchRounds batches;
  private final OperationRounds operations;
  private final UsageRounds usage;
  private final DepthRounds depth;
  private final HintTopUp topUp;
  private final LaneMeters meters;
  private final KeyUses uses;
  private final DispatchConfig config;
  private final Set<String> failing = ConcurrentHashMap.newKeySet();

  /** Moving or deleting much takes long in six of the rounds; the others then have two threads. */
  private final ScheduledExecutorService timer =
      new ScheduledThreadPoolExecutor(8, Thread.ofPlatform().name("dispatcher-", 0).factory());

  @Inject
  Rounds(
      Dispatcher dispatcher,
      TenantErasure erasure,
      FileErasure files,
      BatchErasure oldBatches,
      BatchRounds batches,
      OperationRounds operations,
      UsageRounds usage,
      DepthRounds depth,
      HintTopUp topUp,
      LaneMeters meters,
      KeyUses uses,
      ApiConfig config) {
    this.dispatcher = dispatcher;
    this.erasure = erasure;
    this.files = files;
    this.oldBatches = oldBatches;
    this.batches = batches;
    this.operations = operations;
    this.usage = usage;
    this.depth = depth;
    this.topUp = topUp;
    this.meters = meters;
    this.uses = uses;
    this.config = config.dispatch();
  }

  void start(@Observes StartupEvent event) {
    every(config.due(), "due", dispatcher::promote);
    every(config.heal(), "reclaim", dispatcher::reclaim);
    every(config.heal(), "expire", dispatcher::expire);
    every(config.heal(), "top_up", topUp::run);
    every(config.purge(), "purge", dispatcher::purge);
    every(config.erase(), "erase", erasure::run);
    every(config.erase(), "files", files::run);
    every(config.erase(), "old_batches", oldBatches::run);
    every(config.batches(), "batches", batches::run);
    every(config.operations(), "operations", operations::run);
    every(config.purge(), "old_operations", operations::purge);
    every(config.usage(), "usage", usage::fold);
    every(config.purge(), "old_usage", usage::purge);
    every(config.depth(), "depth", depth::record);
    every(config.purge(), "old_depth", depth::purge);
    every(config.measure(), "measure", meters::run);
    every(config.keyUses(), "key_uses", uses::record);
  }

  void stop(@Observes ShutdownEvent event) {
    timer.shutdownNow();
  }

  private void every(Duration interval, String name, Runnable round) {
    timer.scheduleWithFixedDelay(
        () -> guarded(interval, name, round), 0, interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * A round's edge: a failure is logged when it starts and when it is over; the next round runs.
   */
  private void guarded(Duration interval, String name, Runnable round) {
    try {
      round.run();
      if (failing.remove(name)) {
        LOG.info(LogLine.event("round_recovered").with("round", name));
      }
    } catch (DatabaseException | BrokerUnavailableException e) {
      if (failing.add(name)) {
        LOG.warn(failed(interval, name).with("error", e.getMessage()));
      }
    } catch (RuntimeException e) {
      LOG.error(failed(interval, name), e);
    }
  }

  private static LogLine failed(Duration interval, String name) {
    return LogLine.event("round_failed").with("round", name).with("retry_every", interval);
  }
}
