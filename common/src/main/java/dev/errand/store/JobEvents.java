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

  /** The channel of {@link #ENDED}, as an SQL expression. */
  static final String TO_ENDED = Channel.sql("'" + ENDED + "'");

  /** The channel of {@link #CANCELLED}, as an SQL expression. */
  static final String TO_CANCELLED = Channel.sql("'" + CANCELLED + "'");

  private JobEvents() {}

  /** Passes each id in a notification's payload to {@code receiver}. */
  public static void ids(String payload, Consumer<UUID> receiver) {
    Arrays.stream(payload.split(",")).map(UUID::fromString).forEach(receiver);
  }
}
