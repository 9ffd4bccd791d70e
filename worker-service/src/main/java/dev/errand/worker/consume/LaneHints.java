package dev.errand.worker.consume;

import dev.errand.broker.HintDelivery;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The hints of one lane that wait for free slots, oldest first. Positions count the jobs that hints
 * have stood for since the start: the jobs of a hint are used up one by one, and the hint with its
 * last job.
 */
final class LaneHints {

  private final Deque<Held> held = new ArrayDeque<>();
  private long told;
  private long answered;

  private record Held(HintDelivery delivery, long end) {}

  void add(HintDelivery delivery) {
    told += delivery.hint().jobs();
    held.add(new Held(delivery, told));
  }

  /** The number of jobs that the hints still stand for. */
  int jobs() {
    return Math.toIntExact(told - answered);
  }

  /** The number of held hints. */
  int messages() {
    return held.size();
  }

  /** The position behind the last hint. */
  long told() {
    return told;
  }

  /** The position before the first job that is not used up. */
  long answered() {
    return answered;
  }

  /** Uses up the jobs before a position; returns the hints that this used up. */
  List<HintDelivery> answer(long position) {
    answered = Math.max(answered, position);
    List<HintDelivery> usedUp = new ArrayList<>();
    while (!held.isEmpty() && held.element().end <= answered) {
      usedUp.add(held.remove().delivery);
    }
    return usedUp;
  }

  /** Drops the oldest hints until at most {@code most} jobs are left; returns the dropped hints. */
  List<HintDelivery> keep(int most) {
    List<HintDelivery> givenUp = new ArrayList<>();
    while (jobs() > most) {
      givenUp.addAll(answer(held.element().end));
    }
    return givenUp;
  }
}
