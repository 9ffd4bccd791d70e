package dev.errand.job;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/**
 * One ended try at a job, by one worker. The attempt under way has no row: the job's own row says
 * who runs it since when.
 */
@Entity
@Immutable
@Table(name = "attempt")
@IdClass(Attempt.Key.class)
public class Attempt {
  @Id
  @Column(name = "job_id")
  public UUID jobId;

  /** 1 for the first, counting on over all lives of the job. */
  @Id public int number;

  public short life;
  public String worker;

  @Column(name = "started_at")
  public Instant startedAt;

  @Column(name = "ended_at")
  public Instant endedAt;

  public Outcome outcome;

  /** The provider's HTTP status; null where there was none. */
  @Column(name = "http_status")
  public Integer httpStatus;

  /** The kind of error, a {@link Failure.Type} in lower case; null where there was none. */
  @Column(name = "error_type")
  public String errorType;

  @Column(name = "error_message")
  public String errorMessage;

  /** The provider's own id of the call, from its {@code x-request-id} header; null if none. */
  @Column(name = "provider_request_id")
  public String providerRequestId;

  /** Tokens as the provider counted them; null where it did not. */
  @Column(name = "input_tokens")
  public Long inputTokens;

  @Column(name = "output_tokens")
  public Long outputTokens;

  @Column(name = "total_tokens")
  public Long totalTokens;

  /** What tells attempts apart. */
  public record Key(UUID jobId, int number) {}
}
