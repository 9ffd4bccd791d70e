package dev.errand.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JobIdTest {

  private final Instant now = Instant.now();

  @Test
  void idsOfOneMillisecondAreInTheOrderOfTheirMaking() {
    List<String> ids = made(10_000, InstantSource.fixed(now));

    assertEquals(ids.stream().sorted().distinct().toList(), ids);
  }

  @Test
  void aClockThatGoesBackChangesNoOrder() {
    UUID before = JobId.next(InstantSource.fixed(now));
    UUID after = JobId.next(InstantSource.fixed(now.minusSeconds(60)));

    assertTrue(before.toString().compareTo(after.toString()) < 0);
  }

  @Test
  void anIdIsOfVersion7AndContainsItsTime() {
    UUID id = JobId.next(InstantSource.fixed(now.plusSeconds(60)));

    assertEquals(7, id.version());
    assertEquals(2, id.variant());
    assertEquals(now.plusSeconds(60).toEpochMilli(), id.getMostSignificantBits() >>> 16);
  }

  @Test
  void anIdIsReadAsItIsWritten() {
    UUID id = JobId.next(InstantSource.system());

    assertEquals(Optional.of(id), JobId.parse(id.toString()));
    assertEquals(Optional.empty(), JobId.parse("not-an-id"));
  }

  private static List<String> made(int count, InstantSource clock) {
    return Stream.generate(() -> JobId.next(clock)).limit(count).map(UUID::toString).toList();
  }
}
