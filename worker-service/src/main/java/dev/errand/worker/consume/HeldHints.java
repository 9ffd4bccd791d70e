package dev.errand.worker.consume;

import dev.errand.broker.HintDelivery;
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

  private final Map<String, LaneHints> held = new LinkedHashMap<>();
  private final Set<String> suspects = new HashSet<>();
  private final int limit;

  /**
   * @param limit the most jobs of a lane whose hints are worth holding
   */
  HeldHints(List<String> lanes, int limit) {
    this.limit = limit;
    lanes.forEach(lane -> held.put(lane, new LaneHints()));
  }

  /** Whether the lane is one of ours. */
  boolean serves(String lane) {
    return held.containsKey(lane);
  }

  /**
   * Holds a hint from now on. Where that makes too many of its lane, returns the oldest, which may
   * be of a connection that is gone; their lane counts as suspected instead.
   */
  List<HintDelivery> add(HintDelivery delivery) {
    String lane = delivery.hint().lane();
    held.get(lane).add(delivery);
    List<HintDelivery> tooMany = held.get(lane).keep(limit);
    if (!tooMany.isEmpty()) {
      suspects.add(lane);
    }
    return tooMany;
  }

  /** From now on every lane may have jobs that no hint told of, until a claim comes back short. */
  void suspectAll() {
    suspects.addAll(held.keySet());
  }

  /** From now on the lane may have jobs that no hint told of, until a claim comes back short. */
  void suspect(String lane) {
    if (serves(lane)) {
      suspects.add(lane);
    }
  }

  /** How many jobs to claim of each lane, at most {@code free} in all, shared evenly. */
  Map<String, Integer> wanted(int free) {
    Map<String, Integer> demand = new HashMap<>();
    held.forEach(
        (lane, hints) -> {
          int most = suspects.contains(lane) ? free : Math.min(free, hints.jobs());
          if (most > 0) {
            demand.put(lane, most);
          }
        });
    return share(demand, free);
  }

  /**
   * Settles a claim: takes out the hints that it uses up. One of which jobs are left stays.
   *
   * @param asked how many jobs were asked for
   * @param got how many came
   * @param told what {@link #told} was when it was asked: later hints may tell of later jobs
   */
  List<HintDelivery> settle(String lane, int asked, int got, long told) {
    LaneHints hints = held.get(lane);
    if (got < asked) {
      suspects.remove(lane);
      return hints.answer(told);
    }
    return hints.answer(Math.min(told, hints.answered() + got));
  }

  /** Of how many jobs of the lane hints have told since the start. */
  long told(String lane) {
    return held.get(lane).told();
  }

  /** Of how many jobs of the lane the held hints still tell. */
  int jobs(String lane) {
    return held.get(lane).jobs();
  }

  /** How many messages are held. */
  int messages() {
    return held.values().stream().mapToInt(LaneHints::messages).sum();
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
