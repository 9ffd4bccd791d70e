package dev.errand.store.read;

import java.time.Instant;
import java.util.List;

/**
 * A worker, as of its last heartbeat.
 *
 * @param slots maximum number of calls at a time
 * @param calls the calls in flight
 * @param heldBack the lanes that it holds back because of their provider
 * @param draining whether it claims no more jobs, because it shuts down
 * @param responds whether it has been heard of within its lease
 */
public record WorkerSeen(
    String name,
    String pool,
    String version,
    int slots,
    int calls,
    List<String> heldBack,
    boolean draining,
    Instant startedAt,
    Instant seenAt,
    boolean responds) {
  public WorkerSeen {
    heldBack = List.copyOf(heldBack);
  }

  /** Whether it claims jobs. */
  public boolean claims() {
    return responds && !draining;
  }
}
