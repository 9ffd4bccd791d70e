package dev.errand.simulator.answer;

import dev.errand.simulator.Simulator;
import dev.errand.simulator.fault.StableHash;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the calls that a {@link Simulator} received, in total, by key and by marker.
 *
 * <p>It keeps at most 1,000,000 keys: calls with further keys are counted in the total and as
 * unlisted. A key longer than 128 characters is listed as its hash, but can still be looked up by
 * itself.
 */
public final class CallLedger {

  private static final int MAX_KEYS = 1_000_000;
  private static final int MAX_KEY_LENGTH = 128;

  private final Map<String, Integer> counts = new ConcurrentHashMap<>();
  private final Map<String, Integer> markers = new ConcurrentHashMap<>();
  private final Map<String, Closes> closes = new ConcurrentHashMap<>();
  private final LongAdder total = new LongAdder();
  private final LongAdder unlisted = new LongAdder();
  private final LongAdder inFlight = new LongAdder();
  private final LongAdder closedByClient = new LongAdder();
  private final AtomicReference<Optional<Instant>> lastClosedAt =
      new AtomicReference<>(Optional.empty());

  private record Closes(int count, Instant last) {

    Closes plus(Closes later) {
      return new Closes(count + later.count, later.last);
    }
  }

  public CallLedger() {}

  /** Returns the number of this call among those with its key, from 1; always 1 if unlisted. */
  public int received(String key) {
    total.increment();
    inFlight.increment();
    String name = nameOf(key);
    if (counts.size() >= MAX_KEYS && !counts.containsKey(name)) {
      unlisted.increment();
      return 1;
    }
    return counts.merge(name, 1, Integer::sum);
  }

  /** Counts a call that has this marker. */
  public void marked(String marker) {
    if (markers.size() < MAX_KEYS) {
      markers.merge(marker, 1, Integer::sum);
    }
  }

  public void answered() {
    inFlight.decrement();
  }

  public void closedByClient(String key, Instant at) {
    inFlight.decrement();
    closedByClient.increment();
    lastClosedAt.set(Optional.of(at));
    if (closes.size() < MAX_KEYS) {
      closes.merge(nameOf(key), new Closes(1, at), Closes::plus);
    }
  }

  public long total() {
    return total.sum();
  }

  /** Calls that have been neither answered nor closed yet; a reset does not change them. */
  public long inFlight() {
    return inFlight.sum();
  }

  public long unlisted() {
    return unlisted.sum();
  }

  /** Calls whose client closed the connection before it had received the whole answer. */
  public long closedByClient() {
    return closedByClient.sum();
  }

  public Optional<Instant> lastClosedAt() {
    return lastClosedAt.get();
  }

  public int count(String key) {
    return counts.getOrDefault(nameOf(key), 0);
  }

  public int closedByClient(String key) {
    return Optional.ofNullable(closes.get(nameOf(key))).map(Closes::count).orElse(0);
  }

  public Optional<Instant> lastClosedAt(String key) {
    return Optional.ofNullable(closes.get(nameOf(key))).map(Closes::last);
  }

  /** A sorted copy. */
  public Map<String, Integer> counts() {
    return new TreeMap<>(counts);
  }

  /** The number of calls by marker, as a sorted copy. */
  public Map<String, Integer> markers() {
    return new TreeMap<>(markers);
  }

  /**
   * Resets every count. Calls in flight remain, and are counted if their client closes them later.
   */
  public void reset() {
    counts.clear();
    markers.clear();
    closes.clear();
    total.reset();
    unlisted.reset();
    closedByClient.reset();
    lastClosedAt.set(Optional.empty());
  }

  public static String nameOf(String key) {
    return key.length() <= MAX_KEY_LENGTH ? key : "sha256:" + StableHash.of(key).hex();
  }
}
