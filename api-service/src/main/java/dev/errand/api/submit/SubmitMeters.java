package dev.errand.api.submit;

import dev.errand.job.Endpoint;
import dev.errand.telemetry.Metric;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts accepted jobs. */
final class SubmitMeters {

  private final MeterRegistry meters;

  /** A registry's own look-up builds and compares tags each time. Only configured lanes get in. */
  private final Map<String, Map<Endpoint, Counter>> submitted = new ConcurrentHashMap<>();

  SubmitMeters(MeterRegistry meters) {
    this.meters = meters;
  }

  void count(String lane, Endpoint endpoint) {
    submitted
        .computeIfAbsent(lane, _ -> new ConcurrentHashMap<>())
        .computeIfAbsent(
            endpoint, _ -> Metric.JOBS_SUBMITTED.counter(meters, lane, endpoint.path()))
        .increment();
  }
}
