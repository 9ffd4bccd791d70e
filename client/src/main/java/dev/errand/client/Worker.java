package dev.errand.client;

import java.time.Instant;
import java.util.List;

/**
 * A worker, as of its last heartbeat.
 *
 * @param responds whether it has been heard of within its lease
 * @param draining whether it shuts down and claims no more jobs
 * @param slots the most calls that it makes at a time
 * @param lanesHeldBack the lanes whose provider it found broken
 */
public record Worker(
    String name,
    String pool,
    String version,
    boolean responds,
    boolean draining,
    int slots,
    int calls,
    List<String> lanesHeldBack,
    Instant startedAt,
    Instant seenAt) {

  public Worker {
    lanesHeldBack = List.copyOf(lanesHeldBack);
  }

  /** The response that lists workers. */
  record All(List<Worker> data) {}
}
