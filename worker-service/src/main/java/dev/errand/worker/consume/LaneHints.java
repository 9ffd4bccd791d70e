package dev.errand.worker.consume;

import dev.errand.broker.HintDelivery;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The hints of one lane that wait for free slots, oldest first. Positions count the jobs that hints
 * told of since the start: those of a hint are answered one by one, and the hint with the last.
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

  /** How many jobs the hints still tell of. */
  int jobs() {
    return Math.toIntExact(told - answered);
  }

  /** How many hints are held. */
  int messages() {
    return held.size();
  }

  /** The position behind the last hint. */
  long told() {
    return told;
  }

  /** The position before the first job that is not answered. */
  long answered() {
    return answered;
  }

  /** Counts the jobs before a position as answered; returns the hints that this used up. */
  List<HintDelivery> answer(long position) {
    answered = Math.max(answered, position);
    List<HintDelivery> usedUp = new ArrayList<>();
    while (!held.isEmpty() && held.element().end <= answered) {
      usedUp.add(held.remove().delivery);
    }
    return usedUp;
  }

  /** Gives up the oldest hints until no more than {@code most} jobs are left; returns them. */
  List<HintDelivery> keep(int most) {
    List<HintDelivery> givenUp = new ArrayList<>();
    while (jobs() > most) {
      givenUp.addAll(answer(held.element().end));
    }
    return givenUp;
  }
}
