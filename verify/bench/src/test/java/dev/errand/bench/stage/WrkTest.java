package dev.errand.bench.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.errand.bench.stage.Wrk.Load;
import org.junit.jupiter.api.Test;

class WrkTest {

  @Test
  void readsWhatTheScriptPrints() {
    Load load = Wrk.read("Running 2s test\nerrand 1000 2000000 1.500 9.250 0 0\n", 70);

    assertEquals(new Load(500, 1.5, 9.25, 1000, 70), load);
  }

  @Test
  void rejectedRequestsAreNotAResult() {
    assertThrows(IllegalStateException.class, () -> Wrk.read("errand 1000 2000000 1 9 3 0", 0));
  }

  @Test
  void brokenConnectionsAreNotAResult() {
    assertThrows(IllegalStateException.class, () -> Wrk.read("errand 1000 2000000 1 9 0 1", 0));
  }

  @Test
  void failuresOfWrkAreReported() {
    assertThrows(IllegalStateException.class, () -> Wrk.read("unable to connect", 0));
  }
}
