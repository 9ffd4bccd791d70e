package dev.errand.api.admit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.database.DatabaseException;
import dev.errand.database.DatabaseTrouble;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BacklogTest {

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger counts = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();
  private volatile Runnable duringCount = () -> {};

  private final Backlog backlog = new Backlog(this::count, nanos::get);

  @Test
  void whatWasCommittedHereCountsUntilTheNextCountSeesIt() {
    waiting.set(8);
    take(10, 2);
    assertFalse(backlog.take(10));

    waiting.set(10);
    advance(Duration.ofSeconds(2));
    assertFalse(backlog.take(10));
    waiting.set(5);
    advance(Duration.ofSeconds(2));
    take(10, 5);
    assertFalse(backlog.take(10));
  }

  @Test
  void whatIsBeingCommittedCounts() {
    waiting.set(9);
    assertTrue(backlog.take(10));
    assertFalse(backlog.take(10));

    backlog.settle(false);
    assertTrue(backlog.take(10));
  }

  @Test
  void whatIsCommittedDuringACountIsNotLost() {
    assertTrue(backlog.take(10));
    duringCount = () -> backlog.settle(true);
    advance(Duration.ofSeconds(2));
    assertTrue(backlog.take(10));
    duringCount = () -> {};

    take(10, 8);
    assertFalse(backlog.take(10));
  }

  @Test
  void manyAreCountedOnceASecond() {
    waiting.set(100);
    for (int i = 0; i < 300; i++) {
      take(1_000, 1);
      advance(Duration.ofMillis(10));
    }
    assertEquals(3, counts.get());
  }

  @Test
  void beforeADenialTheyAreCountedAgain() {
    waiting.set(10);
    assertFalse(backlog.take(10));
    waiting.set(9);
    assertFalse(backlog.take(10));
    advance(Duration.ofMillis(101));
    assertTrue(backlog.take(10));
    assertEquals(2, counts.get());
  }

  @Test
  void aSlowCountIsRepeatedLessOften() {
    duringCount = () -> advance(Duration.ofMillis(500));
    take(10, 1);
    advance(Duration.ofMillis(4_900));
    take(10, 1);
    assertEquals(1, counts.get());
    advance(Duration.ofMillis(200));
    take(10, 1);
    assertEquals(2, counts.get());
  }

  @Test
  void aChangedLimitHoldsAtOnce() {
    waiting.set(7);
    assertFalse(backlog.take(5));
    advance(Duration.ofMillis(101));
    take(9, 2);
    assertFalse(backlog.take(9));
  }

  @Test
  void nothingIsTakenIfNothingWasEverCounted() {
    failures.set(2);
    assertThrows(DatabaseException.class, () -> backlog.take(10));
    assertThrows(DatabaseException.class, () -> backlog.take(10));
    assertEquals(1, counts.get());

    advance(Duration.ofMillis(1_001));
    assertThrows(DatabaseException.class, () -> backlog.take(10));
    advance(Duration.ofMillis(1_001));
    assertTrue(backlog.take(10));
  }

  @Test
  void ifItCannotBeCountedAgainTheLastCountHolds() {
    waiting.set(8);
    take(10, 1);
    failures.set(1);
    advance(Duration.ofSeconds(2));

    take(10, 1);
    assertFalse(backlog.take(10));
    assertEquals(2, counts.get());
  }

  @Test
  void othersGoByTheLastCountWhileOneCounts() throws Exception {
    take(10, 1);
    advance(Duration.ofSeconds(2));
    CountDownLatch counting = new CountDownLatch(1);
    CountDownLatch counted = new CountDownLatch(1);
    duringCount =
        () -> {
          counting.countDown();
          uninterruptibly(counted);
        };
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var one = threads.submit(() -> backlog.take(10));
      counting.await();
      assertTrue(backlog.take(10));
      counted.countDown();
      assertTrue(one.get());
    }
    assertEquals(2, counts.get());
  }

  @Test
  void manyAtOnceTakeNoMoreThanThereIsRoomFor() throws Exception {
    waiting.set(60);
    AtomicInteger taken = new AtomicInteger();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      IntStream.range(0, 200)
          .forEach(
              _ ->
                  threads.submit(
                      () -> {
                        if (backlog.take(100)) {
                          taken.incrementAndGet();
                          backlog.settle(true);
                        }
                      }));
    }
    assertEquals(40, taken.get());
  }

  @Test
  void itIsIdleOnceNobodyUsesIt() {
    assertTrue(backlog.take(10));
    advance(Duration.ofMinutes(2));
    assertFalse(backlog.isIdleFor(Duration.ofMinutes(1)));
    backlog.settle(true);
    assertTrue(backlog.isIdleFor(Duration.ofMinutes(1)));
    backlog.take(10);
    assertFalse(backlog.isIdleFor(Duration.ofMinutes(1)));
  }

  private void take(int most, int places) {
    for (int i = 0; i < places; i++) {
      assertTrue(backlog.take(most));
      backlog.settle(true);
    }
  }

  private int count(int most) {
    counts.incrementAndGet();
    duringCount.run();
    if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new DatabaseException(DatabaseTrouble.UNREACHABLE, "away");
    }
    return Math.min(most, waiting.get());
  }

  private void advance(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private static void uninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
