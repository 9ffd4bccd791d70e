package dev.errand.api.lanes;

import static dev.errand.testing.StoreFixture.newJob;
import static dev.errand.testing.StoreFixture.plan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.errand.api.testing.TestConfig;
import dev.errand.database.DatabaseException;
import dev.errand.lane.Lanes;
import dev.errand.lane.LanesConfig;
import dev.errand.store.read.LaneQueries;
import dev.errand.testing.StoreFixture;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LaneMetersTest {

  private final StoreFixture store = new StoreFixture();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final LaneMeters meters =
      new LaneMeters(
          new Lanes(
              TestConfig.with(
                      Map.of("errand.lanes.default.models", "*", "errand.lanes.gpu.models", "l-*"))
                  .getConfigMapping(LanesConfig.class)),
          new LaneQueries(store.database),
          registry);

  @Test
  void eachConfiguredLaneShowsItsBacklog() {
    submit("gpu");
    submit("gpu");
    submit("default");
    submit("default");
    submit("removed");
    store.claim("w", 1);
    store.execute("update job set run_at = run_at - interval '90 s' where lane = 'gpu'");

    meters.run();

    assertEquals(2, value("queued", "gpu"));
    assertEquals(0, value("running", "gpu"));
    assertEquals(90, value("oldest_queued", "gpu"), 20);
    assertEquals(1, value("queued", "default"));
    assertEquals(1, value("running", "default"));
    assertEquals(0, value("oldest_queued", "default"), 20);
    assertEquals(Set.of("default", "gpu"), lanes());
  }

  @Test
  void aLookReplacesTheOneBefore() {
    submit("default");
    meters.run();
    store.claim("w", 1);

    meters.run();

    assertEquals(0, value("queued", "default"));
    assertEquals(1, value("running", "default"));
    assertEquals(0, value("oldest_queued", "default"));
  }

  @Test
  void unavailableValuesAreNotShown() {
    meters.run();
    store.execute("alter table job rename to gone");
    try {
      assertThrows(DatabaseException.class, meters::run);

      assertEquals(Set.of(), lanes());
    } finally {
      store.execute("alter table gone rename to job");
    }
  }

  private void submit(String lane) {
    store.submit(newJob(lane, plan(0), Optional.empty()));
  }

  private double value(String what, String lane) {
    return registry.get("errand.lane." + what).tag("lane", lane).gauge().value();
  }

  private Set<String> lanes() {
    List<Meter> all = registry.getMeters();
    return all.stream().map(meter -> meter.getId().getTag("lane")).collect(Collectors.toSet());
  }
}
