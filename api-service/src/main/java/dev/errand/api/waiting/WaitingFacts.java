package dev.errand.api.waiting;

import dev.errand.store.read.WaitFacts;
import dev.errand.store.read.WaitQueries;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Why jobs wait, at most a second old: however many clients look at their jobs, they cause one
 * query a second.
 */
@ApplicationScoped
class WaitingFacts {

  private static final Duration FRESH = Duration.ofSeconds(1);

  private final WaitQueries queries;
  private final ReentrantLock query = new ReentrantLock();
  private volatile @Nullable Taken last;

  @Inject
  WaitingFacts(WaitQueries queries) {
    this.queries = queries;
  }

  private record Taken(WaitFacts facts, long at) {

    private boolean isFresh() {
      return System.nanoTime() - at < FRESH.toNanos();
    }
  }

  /** The facts of the last second. */
  WaitFacts now() {
    Taken taken = last;
    return taken != null && taken.isFresh() ? taken.facts : renewed();
  }

  private WaitFacts renewed() {
    query.lock();
    try {
      Taken taken = last;
      if (taken == null || !taken.isFresh()) {
        long at = System.nanoTime();
        taken = new Taken(queries.facts(), at);
        last = taken;
      }
      return taken.facts;
    } finally {
      query.unlock();
    }
  }
}
