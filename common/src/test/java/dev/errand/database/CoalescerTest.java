package dev.errand.database;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CoalescerTest {

  private static final Coalescer.Limits LIMITS = new Coalescer.Limits(10, 100, 20, 1000);

  private final List<List<Integer>> batches = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch open = new CountDownLatch(1);
  private final AtomicInteger begun = new AtomicInteger();

  @Test
  void itemsThatArriveDuringAWriteAreTheNextBatch() {
    try (Coalescer<Integer, Integer> coalescer = gated()) {
      List<CompletableFuture<Integer>> fates = submit(coalescer, 1, 6);
      open.countDown();

      assertEquals(
          List.of(2, 4, 6, 8, 10, 12), fates.stream().map(CompletableFuture::join).toList());
    }
    assertTrue(batches.size() <= 3, batches::toString);
  }

  @Test
  void aBatchHoldsNoMoreItemsAndBytesThanAllowed() {
    try (Coalescer<Integer, Integer> coalescer = gated()) {
      List<CompletableFuture<Integer>> fates = submit(coalescer, 40, 48);
      open.countDown();
      fates.forEach(CompletableFuture::join);
    }
    assertTrue(batches.stream().allMatch(batch -> batch.size() <= 2), batches::toString);
  }

  @Test
  void anItemHeavierThanABatchGoesAlone() {
    open.countDown();
    try (Coalescer<Integer, Integer> coalescer = gated()) {
      assertEquals(1998, coalescer.write(999));
    }
  }

  @Test
  void rejectsItemsBeyondTheLimits() {
    try (Coalescer<Integer, Integer> coalescer = gated()) {
      assertThrows(OverloadedException.class, () -> submit(coalescer, 1, 100));
      open.countDown();
    }
  }

  @Test
  void aRejectedValueFailsAlone() {
    try (Coalescer<Integer, Integer> coalescer =
        new Coalescer<>("test", LIMITS, item -> 1, this::writeEvenOnly)) {
      List<CompletableFuture<Integer>> fates = submit(coalescer, 1, 6);
      open.countDown();

      for (int i = 0; i < 6; i++) {
        CompletableFuture<Integer> fate = fates.get(i);
        if ((i + 1) % 2 == 0) {
          assertEquals(2 * (i + 1), fate.join());
        } else {
          assertThrows(CompletionException.class, fate::join);
        }
      }
    }
  }

  @Test
  void aFailedBatchFailsItsCallersAndTheNextIsWritten() {
    List<Boolean> broken = new ArrayList<>(List.of(true));
    try (Coalescer<Integer, Integer> coalescer =
        new Coalescer<>(
            "test",
            LIMITS,
            item -> 1,
            items -> {
              if (!broken.isEmpty() && broken.removeFirst()) {
                throw new DatabaseException("away");
              }
              return items;
            })) {
      assertThrows(DatabaseException.class, () -> coalescer.write(1));
      assertEquals(2, coalescer.write(2));
    }
  }

  @Test
  void itemsThatWaitAtTheCloseAreWritten() {
    Coalescer<Integer, Integer> coalescer = gated();
    List<CompletableFuture<Integer>> fates = submit(coalescer, 1, 5);
    open.countDown();

    coalescer.close();

    assertTrue(fates.stream().allMatch(CompletableFuture::isDone));
    assertThrows(IllegalStateException.class, () -> coalescer.submit(1));
  }

  @Test
  void aCallerWaitsNoLongerThanItsLimitAndItsItemIsNotWrittenAfterwards() {
    try (Coalescer<Integer, Integer> coalescer = gated()) {
      CompletableFuture<Integer> blocked = coalescer.submit(1);
      await().until(() -> begun.get() == 1);

      assertThrows(DatabaseException.class, () -> coalescer.write(2, Duration.ofMillis(50)));

      CompletableFuture<Integer> next = coalescer.submit(3);
      open.countDown();
      assertEquals(2, blocked.join());
      assertEquals(6, next.join());
    }
    assertEquals(List.of(List.of(1), List.of(3)), batches);
  }

  @Test
  void abandonedItemsDoNotCountAsWaiting() {
    try (Coalescer<Integer, Integer> coalescer = gated()) {
      coalescer.submit(1);
      await().until(() -> begun.get() == 1);
      for (int i = 0; i < 15; i++) {
        assertThrows(DatabaseException.class, () -> coalescer.write(9, Duration.ofMillis(1)));
      }
      open.countDown();
      coalescer.submit(2).join();

      List<CompletableFuture<Integer>> fates = submit(coalescer, 1, 20);

      fates.forEach(CompletableFuture::join);
    }
  }

  private Coalescer<Integer, Integer> gated() {
    return new Coalescer<>("test", LIMITS, Integer::longValue, this::write);
  }

  private static List<CompletableFuture<Integer>> submit(
      Coalescer<Integer, Integer> coalescer, int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(coalescer::submit).toList();
  }

  private List<Integer> write(List<Integer> items) {
    begun.incrementAndGet();
    try {
      open.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    batches.add(items);
    return items.stream().map(item -> 2 * item).toList();
  }

  private List<Integer> writeEvenOnly(List<Integer> items) {
    if (items.stream().anyMatch(item -> item % 2 != 0)) {
      throw new DatabaseException(new SQLException("odd", "22000"));
    }
    return write(items);
  }
}
