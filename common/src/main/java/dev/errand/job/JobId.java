package dev.errand.job;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * Generates and parses the ids of jobs: UUIDs of version 7 (RFC 9562, section 5.7), newest last.
 */
public final class JobId {

  private static final Pattern CANONICAL =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final int COUNTER_BITS = 12;
  private static final int NANOS_PER_MILLI = 1_000_000;
  private static final AtomicLong LAST = new AtomicLong();

  private JobId() {}

  /**
   * A new id: 48 bits of milliseconds since 1970, a counter of 12 bits, then random bits. The ids
   * of one process are in the order of their creation (section 6.2, method 1), even within a
   * millisecond and if the clock goes back.
   */
  public static UUID next(InstantSource clock) {
    long now = clock.millis() << COUNTER_BITS;
    long tick = LAST.updateAndGet(last -> Math.max(last + 1, now));
    long high = tick >>> COUNTER_BITS << 16 | 0x7000 | tick & 0x0fff;
    // The variant and 62 random bits, taken from a random UUID: a source of randomness of our own
    // would be initialized when a native executable is built, and be the same in all of its
    // processes.
    long low = UUID.randomUUID().getLeastSignificantBits();
    return new UUID(high, low);
  }

  /**
   * Where the ids of a time begin: less than all that are made then or later, to the millisecond,
   * and greater than all earlier ones. No job has it.
   */
  public static UUID first(Instant time) {
    long millis = time.plusNanos(NANOS_PER_MILLI - 1).toEpochMilli();
    return new UUID(Math.max(0, millis) << 16, 0);
  }

  /** The id in {@code text}, or empty if that is not a UUID in its canonical form. */
  public static Optional<UUID> parse(String text) {
    return CANONICAL.matcher(text).matches()
        ? Optional.of(UUID.fromString(text))
        : Optional.empty();
  }
}
