package dev.errand.store;

import java.util.List;

/**
 * What a worker says of itself with each heartbeat.
 *
 * @param slots maximum number of calls at a time
 * @param calls the calls in flight
 * @param heldBack the lanes that it holds back because of their provider
 * @param draining whether it claims no more jobs, because it shuts down
 */
public record WorkerBeat(
    String worker,
    String pool,
    String version,
    int slots,
    int calls,
    List<String> heldBack,
    boolean draining) {
  public WorkerBeat {
    heldBack = List.copyOf(heldBack);
  }
}
