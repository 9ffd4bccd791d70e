package dev.errand.store;

import dev.errand.database.Channel;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * The Postgres notifications of the life cycle. They are sent with the move's commit and may be
 * missed, so listeners also poll.
 */
public final class JobEvents {

  /** Jobs reached a final state. */
  public static final String ENDED = "errand_ended";

  /** Running jobs were cancelled: their worker aborts the call. */
  public static final String CANCELLED = "errand_cancelled";

  /**
   * A lane was resumed by hand: its workers forget why they hold it back. The payload is its name.
   */
  public static final String LANE_RESUMED = "errand_lane_resumed";

  /** The channel of {@link #ENDED}, as an SQL expression. */
  static final String TO_ENDED = Channel.sql("'" + ENDED + "'");

  /** The channel of {@link #CANCELLED}, as an SQL expression. */
  public static final String TO_CANCELLED = Channel.sql("'" + CANCELLED + "'");

  /** The channel of {@link #LANE_RESUMED}, as an SQL expression. */
  public static final String TO_LANE_RESUMED = Channel.sql("'" + LANE_RESUMED + "'");

  private JobEvents() {}

  /** Passes each id in a notification's payload to {@code receiver}. */
  public static void ids(String payload, Consumer<UUID> receiver) {
    Arrays.stream(payload.split(",")).map(UUID::fromString).forEach(receiver);
  }
}
