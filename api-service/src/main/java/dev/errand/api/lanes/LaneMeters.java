package dev.errand.api.lanes;

import dev.errand.database.DatabaseException;
import dev.errand.lane.Lane;
import dev.errand.lane.Lanes;
import dev.errand.store.read.LaneBacklog;
import dev.errand.store.read.LaneQueries;
import dev.errand.telemetry.Metric;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The metrics of queued and running jobs in each configured lane. Every replica measures all jobs,
 * so use the highest value, not the sum.
 */
@ApplicationScoped
public class LaneMeters {

  /** The limit for a lane's queued jobs: a longer queue is shown with this length. */
  private static final int MOST_COUNTED = 100_000;

  private final Lanes lanes;
  private final LaneQueries queries;
  private final MultiGauge queued;
  private final MultiGauge running;
  private final MultiGauge oldest;

  @Inject
  LaneMeters(Lanes lanes, LaneQueries queries, MeterRegistry metrics) {
    this.lanes = lanes;
    this.queries = queries;
    this.queued = Metric.LANE_QUEUED.gauges(metrics);
    this.running = Metric.LANE_RUNNING.gauges(metrics);
    this.oldest = Metric.LANE_OLDEST_QUEUED.gauges(metrics);
  }

  /**
   * Measures again. Values that cannot be measured are removed instead of being kept.
   *
   * @throws DatabaseException if the database cannot be queried
   */
  public void run() {
    try {
      show(queries.backlogs(lanes.all().stream().map(Lane::name).toList(), MOST_COUNTED));
    } catch (DatabaseException e) {
      show(List.of());
      throw e;
    }
  }

  private void show(List<LaneBacklog> backlogs) {
    show(Metric.LANE_QUEUED, queued, backlogs, LaneBacklog::queued);
    show(Metric.LANE_RUNNING, running, backlogs, LaneBacklog::running);
    show(
        Metric.LANE_OLDEST_QUEUED,
        oldest,
        backlogs,
        it -> it.oldestQueued().orElse(Duration.ZERO).toMillis() / 1000.0);
  }

  private static void show(
      Metric metric,
      MultiGauge gauge,
      List<LaneBacklog> backlogs,
      ToDoubleFunction<LaneBacklog> value) {
    gauge.register(
        backlogs.stream()
            .<Row<?>>map(it -> Row.of(metric.tags(it.lane()), value.applyAsDouble(it)))
            .toList(),
        true);
  }
}
