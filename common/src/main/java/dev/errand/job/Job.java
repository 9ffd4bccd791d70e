package dev.errand.job;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/**
 * One LLM call that somebody asked for: how to run it and where it stands. What to call is its
 * {@link JobRequest}; what came of it is its {@link JobResult}. Read through JPA; moved only by the
 * store's statements.
 */
@Entity
@Immutable
@Table(name = "job")
public class Job {
  @Id public UUID id;
  public String tenant;
  public JobState state;

  /** The lane that the model was mapped to when the job was accepted. */
  public String lane;

  /** -100 (last) to 100 (first). */
  public short priority;

  /** The place among jobs of equal priority, smallest first. Not a time. */
  public long rank;

  /** When it may run, or could since. */
  @Column(name = "run_at")
  public Instant runAt;

  /** It expires if it has not started by then; null for never. */
  public Instant deadline;

  /** 1 at first, one more for each retry by hand. */
  public short life;

  /** The number of the attempt under way or last made, over all lives; 0 before the first. */
  public int attempt;

  /** The attempts of this life that count against {@link #maxAttempts}. */
  public short spent;

  @Column(name = "max_attempts")
  public short maxAttempts;

  /** The time of one attempt in seconds; null for the worker's default. */
  @Column(name = "timeout_seconds")
  public Integer timeoutSeconds;

  /** What becomes of it when a worker goes silent. */
  @Column(name = "on_lost")
  public OnLost onLost;

  /** The worker that holds the lease; null unless running. */
  @Column(name = "lease_owner")
  public String leaseOwner;

  /** When the lease runs out unless extended; null unless running. */
  @Column(name = "lease_until")
  public Instant leaseUntil;

  @Column(name = "created_at")
  public Instant createdAt;

  /** When the latest attempt began; null before the first. */
  @Column(name = "started_at")
  public Instant startedAt;

  /** When it reached its final state; null before. */
  @Column(name = "ended_at")
  public Instant endedAt;
}
