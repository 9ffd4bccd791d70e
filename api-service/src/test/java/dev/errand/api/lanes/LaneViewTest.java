package dev.errand.api.lanes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.errand.store.read.LaneLoad;
import dev.errand.store.read.LaneLoad.Count;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LaneViewTest {

  @ParameterizedTest
  @CsvSource({
    "true, true, true, true",
    "true, false, true, false",
    "false, true, true, false",
    "true, true, false, false"
  })
  void countsAreExactIfEachOfThemIs(
      boolean scheduled, boolean queued, boolean running, boolean exact) {
    LaneLoad load =
        new LaneLoad(
            "a",
            new Count(1, scheduled),
            new Count(10_000, queued),
            new Count(3, running),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    LaneView.Jobs jobs =
        LaneView.of(load, Optional.empty(), List.of(), Optional.empty(), Set.of()).jobs();

    assertEquals(exact, jobs.countsExact());
    assertEquals(10_000, jobs.queued());
  }
}
