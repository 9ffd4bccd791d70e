package dev.errand.api.waiting;

import java.util.Locale;

/** Why a job has not started. The first one that is true counts, in the order of the checks. */
enum WaitingReason {
  /** Its time has not come. */
  SCHEDULED,
  /** It waits for its next attempt. */
  BACKOFF,
  /** Its lane is not configured. */
  NO_SUCH_LANE,
  /** Somebody paused its lane. */
  LANE_PAUSED,
  /** The provider closed its lane or its model. */
  LANE_PAUSED_BY_PROVIDER,
  /** No worker of its lane's pool responds. */
  NO_WORKER,
  /** All workers hold its lane back, because their calls found its provider broken. */
  LANE_HELD_BACK,
  /** Its tenant or key has as many calls running as it may. */
  QUOTA,
  /** All slots of its lane's workers are taken. */
  LANE_FULL,
  /** Others are before it, or a worker is about to take it. */
  TURN;

  /** The name in JSON: lower case. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
