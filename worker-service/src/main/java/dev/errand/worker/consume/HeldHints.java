package dev.errand.worker.consume;

import dev.errand.broker.HintDelivery;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The hints that wait for a free slot, by lane, and the lanes that may have jobs without hints. Not
 * thread-safe: the claimer guards it.
 */
final class HeldHints {

  private final Map<String, LaneHints> held = new LinkedHashMap<>();
  private final Set<String> suspects = new HashSet<>();
  private final int limit;

  /**
   * @param limit maximum number of jobs of a lane whose hints are held
   */
  HeldHints(List<String> lanes, int limit) {
    this.limit = limit;
    lanes.forEach(lane -> held.put(lane, new LaneHints()));
  }

  /** Whether this worker serves the lane. */
  boolean serves(String lane) {
    return held.containsKey(lane);
  }

  /**
   * Holds a hint. If its lane then has too many, returns the oldest ones, which may belong to a
   * lost connection; the lane is marked as possibly having jobs instead.
   */
  List<HintDelivery> add(HintDelivery delivery) {
    String lane = delivery.hint().lane();
    LaneHints hints = of(lane);
    hints.add(delivery);
    List<HintDelivery> tooMany = hints.keep(limit);
    if (!tooMany.isEmpty()) {
      suspects.add(lane);
    }
    return tooMany;
  }

  /**
   * Marks every lane as possibly having jobs without a hint, until a claim returns fewer jobs than
   * requested.
   */
  void suspectAll() {
    suspects.addAll(held.keySet());
  }

  /**
   * Marks the lane as possibly having jobs without a hint, until a claim returns fewer jobs than
   * requested.
   */
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
   * Settles a claim: removes the hints that it uses up. A hint that still stands for jobs stays.
   *
   * @param asked the number of requested jobs
   * @param got the number of claimed jobs
   * @param told the value of {@link #told} at the time of the claim: later hints may stand for
   *     later jobs
   */
  List<HintDelivery> settle(String lane, int asked, int got, long told) {
    LaneHints hints = of(lane);
    if (got < asked) {
      suspects.remove(lane);
      return hints.answer(told);
    }
    return hints.answer(Math.min(told, hints.answered() + got));
  }

  /** The number of jobs of the lane that hints have stood for since the start. */
  long told(String lane) {
    return of(lane).told();
  }

  /** The number of jobs of the lane that the held hints still stand for. */
  int jobs(String lane) {
    return of(lane).jobs();
  }

  private LaneHints of(String lane) {
    return Objects.requireNonNull(held.get(lane), "a lane that is not served");
  }

  /** The number of held messages. */
  int messages() {
    return held.values().stream().mapToInt(LaneHints::messages).sum();
  }

  /** Smallest demand first, so that other lanes get what one lane leaves. */
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
