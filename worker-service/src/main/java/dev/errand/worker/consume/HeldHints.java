package dev.errand.worker.consume;

import dev.errand.broker.HintDelivery;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The hints that wait for a free slot, by lane, and the lanes that may have jobs without hints. Not
 * safe for use by several threads: the claimer guards it.
 */
final class HeldHints {

  private final Map<String, Deque<HintDelivery>> held = new LinkedHashMap<>();
  private final Set<String> suspects = new HashSet<>();
  private final int limit;

  /**
   * @param limit the most hints that are worth holding of a lane: as many as there are slots
   */
  HeldHints(List<String> lanes, int limit) {
    this.limit = limit;
    lanes.forEach(lane -> held.put(lane, new ArrayDeque<>()));
  }

  /** Whether the lane is one of ours. */
  boolean serves(String lane) {
    return held.containsKey(lane);
  }

  /**
   * Whether it holds the hint from now on; if not, there are enough of that lane, and the lane
   * counts as suspected instead.
   */
  boolean add(HintDelivery delivery) {
    String lane = delivery.hint().lane();
    if (held.get(lane).size() < limit) {
      return held.get(lane).add(delivery);
    }
    suspects.add(lane);
    return false;
  }

  /** From now on every lane may have jobs that no hint told of, until a claim comes back short. */
  void suspectAll() {
    suspects.addAll(held.keySet());
  }

  /** How many jobs to claim of each lane, at most {@code free} in all, shared evenly. */
  Map<String, Integer> wanted(int free) {
    Map<String, Integer> demand = new HashMap<>();
    held.forEach(
        (lane, hints) -> {
          int most = suspects.contains(lane) ? free : Math.min(free, hints.size());
          if (most > 0) {
            demand.put(lane, most);
          }
        });
    return share(demand, free);
  }

  /**
   * Settles a claim: takes out the hints that it answers.
   *
   * @param asked how many jobs were asked for
   * @param got how many came
   * @param before how many hints were held when it was asked: later ones may tell of later jobs
   */
  List<HintDelivery> settle(String lane, int asked, int got, int before) {
    boolean short_ = got < asked;
    if (short_) {
      suspects.remove(lane);
    }
    Deque<HintDelivery> hints = held.get(lane);
    List<HintDelivery> answered = new ArrayList<>();
    for (int n = short_ ? before : Math.min(got, before); n > 0; n--) {
      answered.add(hints.remove());
    }
    return answered;
  }

  /** How many hints of the lane are held. */
  int count(String lane) {
    return held.get(lane).size();
  }

  /** Smallest demand first, so that what one lane leaves goes to the others. */
  private static Map<String, Integer> share(Map<String, Integer> demand, int free) {
    Map<String, Integer> shares = new HashMap<>();
    List<Map.Entry<String, Integer>> ascending =
        demand.entrySet().stream().sorted(Map.Entry.comparingByValue()).toList();
    int left = free;
    int lanes = ascending.size();
    for (Map.Entry<String, Integer> lane : ascending) {
      int share = Math.min(lane.getValue(), Math.ceilDiv(left, lanes--));
      left -= share;
      if (share > 0) {
        shares.put(lane.getKey(), share);
      }
    }
    return shares;
  }
}
