package dev.errand.faults;

import dev.errand.rig.wire.Halt;

/** A step of a job at which a fault is injected, and how that moment is hit exactly. */
enum Step {
  INSERT_BEGINS("before the insert commits", Where.API_DATABASE, Words.ACCEPT),
  INSERT_COMMITTED(
      "after the insert commits, before the API knows", Where.API_DATABASE, Words.ACCEPT),
  HINT_LEAVES("before the hint is published", Where.API_BROKER, Words.PUBLISH),
  HINT_CONFIRMED("after the hint is published", Where.API_BROKER, Words.PUBLISH),
  CLAIM_BEGINS("before the claim", Where.WORKER_DATABASE, Words.CLAIM),
  CLAIM_COMMITTED("between claim and call", Where.WORKER_DATABASE, Words.CLAIM),
  CALL("during the call", Where.PROVIDER, ""),
  FINISH_BEGINS("between answer and finish", Where.WORKER_DATABASE, Words.FINISH),
  FINISH_COMMITTED(
      "finish committed, before the worker knows", Where.WORKER_DATABASE, Words.FINISH),
  DRAIN("during drain", Where.PROVIDER, ""),
  RECLAIM_BEGINS("before the dispatcher reclaims", Where.API_DATABASE, Words.RECLAIM),
  RECLAIM_COMMITTED("reclaimed, before the dispatcher knows", Where.API_DATABASE, Words.RECLAIM),
  DUE_BEGINS("before the dispatcher queues what is due", Where.API_DATABASE, Words.DUE),
  DUE_COMMITTED("queued as due, before the dispatcher knows", Where.API_DATABASE, Words.DUE);

  private final String text;
  private final Where where;
  private final String words;

  /** The stopped message: words of the services' statements. */
  private static final class Words {
    private static final String ACCEPT = "insert into job_request (";
    private static final String PUBLISH = Halt.PUBLISH;
    private static final String CLAIM = "set state = 'running'";
    private static final String FINISH = "insert into job_result (job_id, body,";
    private static final String RECLAIM = "'lost', 'lost'";
    private static final String DUE = "update job set state = 'queued'";
  }

  /** The connection on which a message is stopped. */
  enum Where {
    API_DATABASE,
    API_BROKER,
    WORKER_DATABASE,
    /** Nothing is stopped: the provider is slow. */
    PROVIDER
  }

  Step(String text, Where where, String words) {
    this.text = text;
    this.where = where;
    this.words = words;
  }

  /** Its name in tables. */
  String text() {
    return text;
  }

  Where where() {
    return where;
  }

  /** Stops the next message that begins this step, or the response to it. */
  Halt halt() {
    return isAfterwards() ? Halt.after(words) : Halt.before(words);
  }

  /** Stops the next message that begins this step, even if the step is its response. */
  Halt haltBefore() {
    return Halt.before(words);
  }

  /** Whether the server has done the work, but the service does not know it. */
  boolean isAfterwards() {
    return name().endsWith("_COMMITTED") || this == HINT_CONFIRMED;
  }

  /** Whether it is one of the dispatcher's rounds. */
  boolean isDispatchers() {
    return isReclaim() || isDue();
  }

  boolean isReclaim() {
    return this == RECLAIM_BEGINS || this == RECLAIM_COMMITTED;
  }

  boolean isDue() {
    return this == DUE_BEGINS || this == DUE_COMMITTED;
  }

  /** Whether the worker holds jobs at this step, and can stall with them. */
  boolean isWorkers() {
    return this == CLAIM_COMMITTED || this == CALL || this == FINISH_BEGINS;
  }
}
