package dev.errand.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MeterTest {

  private final long self = ProcessHandle.current().pid();

  @Test
  void aProcessThatWorksUsesTime() {
    assumeTrue(Files.exists(Path.of("/proc/self/stat")), "only Linux has /proc");
    long before = Meter.cpuMillis(self);
    long end = System.nanoTime() + 200_000_000;
    long sum = 0;
    while (System.nanoTime() < end) {
      sum += System.nanoTime() % 7;
    }
    assertTrue(sum > 0);
    long after = Meter.cpuMillis(self);
    assertTrue(after >= before + 20, "before: " + before + ", after: " + after);
    assertTrue(Meter.treeCpuMillis(self) >= after);
  }

  @Test
  void aProcessHoldsMemoryAndHeldAsMuchAtMost() {
    assumeTrue(Files.exists(Path.of("/proc/self/status")), "only Linux has /proc");
    long resident = Meter.residentBytes(self);
    assertTrue(resident > 10_000_000);
    assertTrue(Meter.peakResidentBytes(self) >= resident);
  }

  @Test
  void anEndedProcessUsesNothing() {
    assertEquals(0, Meter.cpuMillis(Long.MAX_VALUE));
    assertEquals(0, Meter.residentBytes(Long.MAX_VALUE));
  }
}
