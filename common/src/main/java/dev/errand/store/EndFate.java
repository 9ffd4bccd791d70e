package dev.errand.store;

/** What became of an attempt's end that its worker reported. */
public enum EndFate {
  /** It is recorded, now or when it was reported before. */
  RECORDED,
  /** The worker holds the lease no more: nothing was recorded. */
  LEASE_GONE,
  /** Somebody else has the job's row locked: nothing was recorded yet, so report it again. */
  LOCKED
}
