package dev.errand.worker.flow;

import dev.errand.worker.config.WorkerConfig.HoldBack;
import dev.errand.worker.target.ApiKey;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Which of a provider's keys are held back, for one model or for all, and until when. If the
 * provider gave no delay, one call first probes a key whose time is over.
 */
final class KeyHolds {

  /** Stands for all models. */
  static final String ALL = "";

  private static final Duration LONGEST = Duration.ofMinutes(10);

  private record Use(ApiKey key, String model) {}

  /**
   * A key that is held back.
   *
   * @param times how often in a row it was held back without a successful call
   * @param guessed whether the provider gave no delay
   * @param probed whether its time is over and a call probes it
   */
  private record Hold(long until, Duration pause, int times, boolean guessed, boolean probed) {}

  private final HoldBack config;
  private final LongSupplier nanos;
  private final Map<Use, Hold> held = new HashMap<>();
  private int turn;

  KeyHolds(HoldBack config, LongSupplier nanos) {
    this.config = config;
    this.nanos = nanos;
  }

  /** The next free key in turn, or the one that will be free first. */
  synchronized ApiKey next(List<ApiKey> keys, String model) {
    forget(keys);
    for (int i = 0; i < keys.size(); i++) {
      ApiKey key = keys.get(Math.floorMod(turn++, keys.size()));
      if (wait(key, model).isZero()) {
        return probed(key, model);
      }
    }
    return keys.stream().min(Comparator.comparing(key -> wait(key, model))).orElseThrow();
  }

  /**
   * Holds a key back; returns for how long if it was free.
   *
   * @param asked bounded on both sides: below the shortest hold, the key would be called over and
   *     over; beyond the longest, it may work earlier
   */
  synchronized Optional<Duration> hold(ApiKey key, String model, Optional<Duration> asked) {
    Use use = new Use(key, model);
    Hold before = held.get(use);
    boolean isFree = before == null || before.probed || isOver(before);
    Optional<Duration> heeded = asked.filter(it -> it.compareTo(config.base()) >= 0);
    if (!isFree && heeded.isEmpty()) {
      return Optional.empty();
    }
    int times = before == null ? 1 : before.times + (isFree ? 1 : 0);
    Duration pause = heeded.map(KeyHolds::bounded).orElseGet(() -> doubled(times));
    boolean guessed = heeded.filter(pause::equals).isEmpty();
    held.put(use, new Hold(end(pause), pause, times, guessed, false));
    return Optional.of(pause).filter(_ -> isFree);
  }

  private static Duration bounded(Duration asked) {
    return asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
  }

  /**
   * Records a successful call with the key. A call that began before the key was held back does not
   * count.
   */
  synchronized void worked(ApiKey key, String model) {
    for (Use use : List.of(new Use(key, model), new Use(key, ALL))) {
      held.computeIfPresent(use, (_, hold) -> hold.probed || isOver(hold) ? null : hold);
    }
  }

  /** How long until one of the keys is free; zero if one is free. */
  synchronized Duration wait(List<ApiKey> keys, String model) {
    return keys.stream().map(key -> wait(key, model)).min(Comparator.naturalOrder()).orElseThrow();
  }

  /** The number of keys that are held back, for any model. */
  synchronized long held(List<ApiKey> keys) {
    return keys.stream().filter(this::isHeld).count();
  }

  private boolean isHeld(ApiKey key) {
    return held.entrySet().stream()
        .anyMatch(it -> it.getKey().key.equals(key) && !isOver(it.getValue()));
  }

  private Duration wait(ApiKey key, String model) {
    long longest = Math.max(left(new Use(key, model)), left(new Use(key, ALL)));
    return Duration.ofNanos(longest);
  }

  private long left(Use use) {
    Hold hold = held.get(use);
    return hold == null ? 0 : Math.max(0, hold.until - nanos.getAsLong());
  }

  private ApiKey probed(ApiKey key, String model) {
    probe(new Use(key, model));
    probe(new Use(key, ALL));
    return key;
  }

  /** Other calls do not use it for the same time again, unless this call works. */
  private void probe(Use use) {
    held.computeIfPresent(
        use, (_, hold) -> new Hold(end(hold.pause), hold.pause, hold.times, hold.guessed, true));
  }

  /**
   * Removes keys that were replaced in a file, and holds whose delay, given by the provider, is
   * over.
   */
  private void forget(List<ApiKey> keys) {
    held.entrySet()
        .removeIf(
            it ->
                !keys.contains(it.getKey().key) || !it.getValue().guessed && isOver(it.getValue()));
  }

  private Duration doubled(int times) {
    long pause = config.base().toMillis() << Math.min(times - 1, 30);
    return Duration.ofMillis(Math.max(1, Math.min(config.cap().toMillis(), pause)));
  }

  private long end(Duration pause) {
    return nanos.getAsLong() + pause.toNanos();
  }

  private boolean isOver(Hold hold) {
    return nanos.getAsLong() - hold.until >= 0;
  }
}
