package dev.errand.store;

/** The result of recording an attempt's end. */
public enum EndFate {
  /** It is recorded, now or by an earlier report. */
  RECORDED,
  /** The worker no longer holds the lease: nothing was recorded. */
  LEASE_GONE,
  /**
   * Another transaction has locked the job's row: nothing has been recorded yet, so report it
   * again.
   */
  LOCKED
}
