package dev.errand.api.rate;

import dev.errand.tenant.Caller;
import dev.errand.tenant.Limits;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The requests of keys and tenants that this replica lets in: token buckets that hold the requests
 * of one second. A bucket is recorded as the time at which it is full again (GCRA), so a full one
 * needs no record, and a changed limit needs no other bucket.
 */
@ApplicationScoped
public class RequestRates {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /** How often the records of full buckets are dropped. */
  private static final long SWEEP = TimeUnit.SECONDS.toNanos(10);

  private static final int NONE = -1;

  private final LongSupplier nanos;
  private final Map<Owner, Long> fullAt = new ConcurrentHashMap<>();
  private final AtomicLong sweptAt;

  @Inject
  RequestRates() {
    this(System::nanoTime);
  }

  RequestRates(LongSupplier nanos) {
    this.nanos = nanos;
    this.sweptAt = new AtomicLong(nanos.getAsLong());
  }

  /** Whose bucket it is: a {@code key} or a {@code tenant}. */
  private record Owner(String kind, String name) {}

  private record Bucket(Owner owner, int perSecond) {

    long interval() {
      return SECOND / perSecond;
    }
  }

  /** Takes a request from the buckets of its key and its tenant, or, if one is empty, from none. */
  public Verdict take(Caller caller) {
    List<Bucket> buckets = buckets(caller);
    if (buckets.isEmpty()) {
      return Verdict.UNLIMITED;
    }
    long now = nanos.getAsLong();
    sweep(now);
    List<Quota> quotas = new ArrayList<>(buckets.size());
    boolean allowed = true;
    for (Bucket bucket : buckets) {
      int left = take(bucket, now);
      allowed &= left != NONE;
      quotas.add(new Quota(bucket.owner.kind, bucket.perSecond, left));
    }
    return allowed ? new Verdict(true, quotas) : denied(buckets, quotas);
  }

  /** The number of recorded buckets. */
  int size() {
    return fullAt.size();
  }

  private static List<Bucket> buckets(Caller caller) {
    Limits limits = caller.limits();
    List<Bucket> buckets = new ArrayList<>(2);
    caller
        .key()
        .ifPresent(
            key ->
                limits
                    .ofKey()
                    .perSecond()
                    .ifPresent(most -> buckets.add(new Bucket(new Owner("key", key), most))));
    limits
        .ofTenant()
        .perSecond()
        .ifPresent(most -> buckets.add(new Bucket(new Owner("tenant", caller.tenant()), most)));
    return buckets;
  }

  /** Returns how many requests are left, or {@link #NONE} if the bucket was empty. */
  private int take(Bucket bucket, long now) {
    int[] left = {NONE};
    fullAt.compute(
        bucket.owner,
        (_, known) -> {
          long full = known == null || known - now < 0 ? now : known;
          long next = full + bucket.interval();
          if (next - now > SECOND) {
            return known;
          }
          left[0] = (int) ((SECOND - (next - now)) / bucket.interval());
          return next;
        });
    return left[0];
  }

  /** Nothing was let in, so the buckets that were not empty get their request back. */
  private Verdict denied(List<Bucket> buckets, List<Quota> quotas) {
    List<Quota> shown = new ArrayList<>(quotas.size());
    for (int i = 0; i < buckets.size(); i++) {
      Bucket bucket = buckets.get(i);
      Quota quota = quotas.get(i);
      if (quota.left() != NONE) {
        fullAt.computeIfPresent(bucket.owner, (_, full) -> full - bucket.interval());
      }
      shown.add(new Quota(quota.name(), quota.perSecond(), quota.left() + 1));
    }
    return new Verdict(false, shown);
  }

  /** A record that changes meanwhile stays. */
  private void sweep(long now) {
    long last = sweptAt.get();
    if (now - last > SWEEP && sweptAt.compareAndSet(last, now)) {
      fullAt.values().removeIf(full -> full - now <= 0);
    }
  }
}
